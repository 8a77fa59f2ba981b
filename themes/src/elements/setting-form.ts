// A form that is made from what the server says about its settings.
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Setting } from '../rest';
import { duration, text, translated } from '../text';
import { caret, line } from './field';
import { Light } from './light';
import { pf } from './patternfly';

export interface Section {
    title: string;
    body?: TemplateResult | string;
    settings: readonly Setting[];
}

/** What a form sends: the names of what was changed, with their new values; null for no own value. */
export type Values = Record<string, string | null>;

/** Sends `save`, with the changed values as its detail. */
@customElement('rg-setting-form')
export class SettingForm extends Light {
    @property({ attribute: false }) sections: readonly Section[] = [];
    /** What the server says about values, by the names of their settings. */
    @property({ attribute: false }) errors: ReadonlyMap<string, string> = new Map();
    /** What else has to be known about a setting, such as a limit of the realm. */
    @property({ attribute: false }) remark: (setting: Setting) => string = () => '';
    @property({ attribute: false }) readonly = false;
    @state() private changed: Readonly<Record<string, string>> = {};
    @state() private explained: ReadonlySet<string> = new Set();

    get unsaved(): boolean {
        return Object.keys(this.changed).length > 0;
    }

    forget(): void {
        this.changed = {};
    }

    protected override willUpdate(properties: PropertyValues): void {
        if (properties.has('sections')) {
            this.changed = {};
        }
    }

    protected override updated(properties: PropertyValues): void {
        if (properties.has('errors') && this.errors.size > 0) {
            this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
        }
    }

    protected override render(): TemplateResult {
        return html`<form class="rg-form ${pf('c-form')}" novalidate @submit=${this.#save}>
            ${this.sections.map(
                ({ title, body, settings }) => html`<section class=${pf('c-form__section')} aria-label=${title}>
                    <h2 class=${pf('c-title m-xl')}>${title}</h2>
                    ${body ?? ''} ${settings.map(setting => this.#field(setting))}
                </section>`,
            )}
            ${this.readonly ? '' : this.#actions()}
        </form>`;
    }

    #actions(): TemplateResult {
        return html`<div class=${pf('c-form__group m-action')}>
            <div class=${pf('c-form__actions')}>
                <button type="submit" class=${pf('c-button m-primary')} data-testid="rg-save" ?disabled=${!this.unsaved}>
                    ${text('save')}
                </button>
                <button
                    type="button"
                    class=${pf('c-button m-link')}
                    data-testid="rg-revert"
                    ?disabled=${!this.unsaved}
                    @click=${() => (this.changed = {})}
                >
                    ${text('revert')}
                </button>
            </div>
        </div>`;
    }

    #field(setting: Setting): TemplateResult {
        const id = `rg-${setting.name}`;
        const label = translated(`setting.${setting.name}.label`, setting.label);
        const explained = this.explained.has(setting.name);
        const problem = this.errors.get(setting.name) ?? setting.problem;
        const value = this.changed[setting.name] ?? setting.own ?? '';
        return html`<div class=${pf('c-form__group')}>
            <div class=${pf('c-form__group-label')}>
                <label class=${pf('c-form__label')} for=${id}>
                    <span class=${pf('c-form__label-text')}>${label}</span>
                </label>
                <button
                    type="button"
                    class=${pf('c-button m-plain m-small')}
                    aria-label=${text('help', { label })}
                    aria-expanded=${explained}
                    @click=${() => this.#explain(setting.name)}
                >
                    <span class="rg-mark" aria-hidden="true">?</span>
                </button>
            </div>
            <div class=${pf('c-form__group-control')}>
                ${this.#input(setting, id, value, problem !== undefined)}
                <div class=${pf('c-form__helper-text')} id="${id}-note" aria-live="polite">
                    ${lineIf(this.#meaning(setting, value))} ${lineIf(this.remark(setting))}
                    ${problem ? line(problem, 'm-error') : ''} ${explained ? line(this.#help(setting)) : ''}
                </div>
            </div>
        </div>`;
    }

    #input(setting: Setting, id: string, value: string, wrong: boolean): TemplateResult {
        const { kind, words = [], least, most } = setting.type;
        const changed = (event: Event) => this.#change(setting, (event.target as HTMLInputElement).value);
        const look = pf(`c-form-control${wrong ? ' m-error' : ''}${this.readonly ? ' m-readonly' : ''}`);
        if (kind === 'words') {
            return html`<span class=${look}>
                <select
                    id=${id}
                    aria-describedby="${id}-note"
                    aria-invalid=${wrong}
                    ?disabled=${this.readonly}
                    @change=${changed}
                >
                    <option value="" .selected=${live(value === '')}>${text('inherit')}</option>
                    ${words.map(
                        word => html`<option value=${word} .selected=${live(value === word)}>${wordOf(word)}</option>`,
                    )}
                    ${value && !words.includes(value)
                        ? html`<option value=${value} .selected=${live(true)}>${value}</option>`
                        : ''}
                </select>
                ${caret()}
            </span>`;
        }
        return html`<span class=${look}>
            <input
                id=${id}
                type="text"
                inputmode=${kind === 'number' ? 'numeric' : 'text'}
                aria-describedby="${id}-note"
                aria-invalid=${wrong}
                placeholder=${setting.inherited ?? (kind === 'number' ? `${least}–${most}` : '')}
                ?readonly=${this.readonly}
                .value=${live(value)}
                @input=${changed}
            />
        </span>`;
    }

    /** What the value means, and what holds without an own one: with where that comes from. */
    #meaning(setting: Setting, value: string): string {
        const source = setting.inherited === undefined ? 'none' : setting.inheritedFrom;
        const inherited = { value: inWords(setting, setting.inherited ?? '') || (setting.inherited ?? '') };
        if (value === '') {
            return text(`inherited.${source}`, inherited);
        }
        const meaning = setting.type.kind === 'number' ? inWords(setting, value) : '';
        return [meaning, text(`own.${source}`, inherited)].filter(Boolean).join('. ');
    }

    #help(setting: Setting): unknown {
        const form = setting.type.form ? `\n${text('form', { form: setting.type.form })}` : '';
        const help = translated(`setting.${setting.name}.help`, setting.help) + form;
        return help
            .split(/(`[^`]+`|\*[^*]+\*)/)
            .map((part, at) => (at % 2 === 0 ? part : part[0] === '`' ? html`<code>${inside(part)}</code>` : html`<em>${inside(part)}</em>`));
    }

    #explain(name: string): void {
        const explained = new Set(this.explained);
        if (!explained.delete(name)) {
            explained.add(name);
        }
        this.explained = explained;
    }

    #change(setting: Setting, value: string): void {
        const { [setting.name]: _, ...others } = this.changed;
        this.changed = value.trim() === (setting.own ?? '') ? others : { ...others, [setting.name]: value };
    }

    #save = (event: Event): void => {
        event.preventDefault();
        const values: Values = {};
        for (const [name, value] of Object.entries(this.changed)) {
            values[name] = value.trim() || null;
        }
        this.dispatchEvent(new CustomEvent<Values>('save', { detail: values }));
    };
}

function lineIf(words: string): TemplateResult | string {
    return words ? line(words) : '';
}

function inside(part: string): string {
    return part.slice(1, -1);
}

function wordOf(word: string): string {
    return translated(`word.${word}`, word);
}

function inWords({ type }: Setting, value: string): string {
    if (type.kind === 'words') {
        return wordOf(value);
    }
    return type.unit === 'seconds' && /^\d{1,12}$/.test(value) ? duration(Number(value)) : '';
}
