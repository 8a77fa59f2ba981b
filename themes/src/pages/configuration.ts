// Rules → below the list: the values that scripts are configured with.
import { html, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ask } from '../elements/dialog';
import { area, field, input } from '../elements/field';
import { FormView } from '../elements/form-view';
import { pf } from '../elements/patternfly';
import { type Column, table } from '../elements/table';
import type { ConfigurationValue, Rest } from '../rest';
import { text } from '../text';

const EMPTY = { key: '', value: '' };

@customElement('rg-configuration')
export class Configuration extends FormView<readonly ConfigurationValue[]> {
    @state() private draft = EMPTY;
    @query('#rg-configuration-value') private field!: HTMLElement;

    private get mayChange(): boolean {
        return this.console.may('manage-realm');
    }

    protected override get unsaved(): boolean {
        return this.draft.key !== '' || this.draft.value !== '';
    }

    protected override get notSavedText(): string {
        return text('configuration.notSaved');
    }

    protected override read(rest: Rest): Promise<readonly ConfigurationValue[]> {
        return rest.get('configuration-values');
    }

    protected override show(values: readonly ConfigurationValue[]): TemplateResult {
        return html`<h2 class=${pf('c-title m-xl')}>${text('configuration.title')}</h2>
            <p class=${pf('u-mb-md')}>${text('configuration.body')}</p>
            ${values.length === 0
                ? html`<p>${text('configuration.none')}</p>`
                : table(text('configuration.title'), this.#columns(), values)}
            ${this.mayChange ? this.#form(values) : ''}`;
    }

    #columns(): readonly Column<ConfigurationValue>[] {
        const columns: Column<ConfigurationValue>[] = [
            { label: text('configuration.key'), cell: ({ key }) => html`<code>${key}</code>` },
            { label: text('configuration.value'), cell: () => text('configuration.hidden') },
            {
                label: text('configuration.scripts'),
                cell: ({ scripts }) =>
                    scripts.map(
                        ({ id, name }, place) => html`${place > 0 ? ', ' : ''}<a href=${this.console.href(`/rules/${encodeURIComponent(id)}`)}>
                                ${name || id}
                            </a>`,
                    ),
            },
        ];
        if (this.mayChange) {
            columns.push({
                label: text('actions'),
                quiet: true,
                cell: value => html`${this.#action('replace', value, () => this.#take(value))}
                ${this.#action('delete', value, () => this.#delete(value), 'm-danger')}`,
            });
        }
        return columns;
    }

    #action(action: 'replace' | 'delete', { key }: ConfigurationValue, act: () => void, kind = ''): TemplateResult {
        return html`<button
            type="button"
            class=${pf(`c-button m-link m-inline ${kind}`.trim())}
            aria-label=${text(`configuration.${action}.of`, { key })}
            data-testid="rg-${action}-${key}"
            @click=${act}
        >
            ${text(`configuration.${action}`)}
        </button>`;
    }

    #form(values: readonly ConfigurationValue[]): TemplateResult {
        return html`<form class="rg-form ${pf('c-form u-mt-md')}" novalidate @submit=${(event: Event) => this.#save(event, values)}>
            ${field({
                id: 'rg-configuration-key',
                label: text('configuration.key'),
                note: text('configuration.key.body'),
                error: this.errors.get('key'),
                control: input('rg-configuration-key', this.draft.key, key => this.#type({ key }), this.errors.has('key')),
            })}
            ${field({
                id: 'rg-configuration-value',
                label: text('configuration.value'),
                note: text('configuration.value.body'),
                error: this.errors.get('value'),
                control: area('rg-configuration-value', this.draft.value, value => this.#type({ value }), this.errors.has('value')),
            })}
            <div class=${pf('c-form__group m-action')}>
                <div class=${pf('c-form__actions')}>
                    <button type="submit" class=${pf('c-button m-secondary')} data-testid="rg-put" ?disabled=${!this.unsaved}>
                        ${text('configuration.save')}
                    </button>
                </div>
            </div>
        </form>`;
    }

    #type(typed: Partial<typeof EMPTY>): void {
        this.draft = { ...this.draft, ...typed };
        this.guard();
    }

    /** Only its key is known: what is typed for it takes the value's place. */
    #take({ key }: ConfigurationValue): void {
        this.#type({ key });
        this.field.focus();
    }

    async #save(event: Event, values: readonly ConfigurationValue[]): Promise<void> {
        event.preventDefault();
        const { key, value } = this.draft;
        const before = values.find(one => one.key === key);
        if (before && !(await this.#asked('replace', before))) {
            return;
        }
        this.errors = new Map();
        // No key, and one of dots alone, would lead elsewhere.
        const segment = /^\.*$/.test(key) ? '%20' : encodeURIComponent(key);
        await this.saving(async () => {
            await this.rest.put(`configuration-values/${segment}`, { value });
            this.draft = EMPTY;
            await this.readAgain();
            return text('configuration.saved', { key });
        });
    }

    async #delete(value: ConfigurationValue): Promise<void> {
        if (await this.#asked('delete', value)) {
            await this.attempt(async () => {
                await this.rest.delete(`configuration-values/${encodeURIComponent(value.key)}`);
                await this.readAgain();
                return text('configuration.deleted', { key: value.key });
            });
        }
    }

    /** Names first who reads it, as far as that is known. */
    #asked(action: 'replace' | 'delete', { key, scripts }: ConfigurationValue): Promise<boolean> {
        const body = html`<p>${text(`configuration.${action}.body`)}</p>
            ${scripts.length === 0
                ? html`<p>${text('configuration.readers.none')}</p>`
                : html`<p>${text('configuration.readers')}</p>
                      <ul class=${pf('c-list')} data-testid="rg-affected">
                          ${scripts.map(({ id, name }) => html`<li>${name || id}</li>`)}
                      </ul>`}`;
        const yes = text(`configuration.${action}`);
        return ask({ title: text(`configuration.${action}.title`, { key }), body, yes, danger: true });
    }
}
