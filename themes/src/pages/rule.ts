// Rules → one of them, or a new one: its settings, its script, and a trial of it.
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ask } from '../elements/dialog';
import type { Problem } from '../elements/editor';
import { field, input, numberOf, select, toggle } from '../elements/field';
import { FormView } from '../elements/form-view';
import { pf } from '../elements/patternfly';
import type { Rest, Rule, Versioned } from '../rest';
import { text } from '../text';
import './rule-trial';

const NEW = 'new';
const SCRIPTS = {
    rule: `function (user, context, callback) {
  callback(null, user, context);
}
`,
    action: `exports.onExecutePostLogin = async (event, api) => {
};
`,
};

/** What the admin has typed: texts, as the fields have them. */
interface Draft {
    name: string;
    kind: 'rule' | 'action';
    enabled: boolean;
    clients: string;
    timeoutMs: string;
    script: string;
}

@customElement('rg-rule')
export class RulePage extends FormView<Versioned<Rule | undefined>> {
    @state() private draft: Draft = draftOf(undefined);
    #stored: Draft = this.draft;

    private get address(): string {
        return `rules/${encodeURIComponent(this.path)}`;
    }

    private get mayChange(): boolean {
        return this.console.may('manage-realm');
    }

    protected override get unsaved(): boolean {
        return JSON.stringify(this.draft) !== JSON.stringify(this.#stored);
    }

    protected override get notSavedText(): string {
        return text('rules.notSaved');
    }

    protected override heading(): { title: string; body: string } {
        return { title: this.path === NEW ? text('rules.create') : this.#stored.name, body: text('rules.one') };
    }

    protected override async read(rest: Rest): Promise<Versioned<Rule | undefined>> {
        const read = this.path === NEW ? { value: undefined, version: null } : await rest.read<Rule>(this.address);
        this.#stored = draftOf(read.value);
        this.draft = this.#stored;
        this.errors = new Map(read.value?.problem ? [['script', read.value.problem]] : []);
        this.guard();
        void import('../elements/editor');
        return read;
    }

    protected override show({ value, version }: Versioned<Rule | undefined>): TemplateResult {
        const isScript = !value || value.kind !== undefined;
        return html`<p class=${pf('u-mb-md')}><a href=${this.console.href('/rules')}>${text('rules.all')}</a></p>
            <form class="rg-form ${pf('c-form')}" novalidate @submit=${(event: Event) => this.#save(event, version)}>
                ${this.#fields(isScript)}
                ${this.mayChange
                    ? html`<div class=${pf('c-form__group m-action')}>
                          <div class=${pf('c-form__actions')}>
                              <button type="submit" class=${pf('c-button m-primary')} data-testid="rg-save" ?disabled=${!this.unsaved}>
                                  ${text('save')}
                              </button>
                              ${value
                                  ? html`<button
                                        type="button"
                                        class=${pf('c-button m-danger')}
                                        data-testid="rg-delete"
                                        @click=${() => this.#delete(value, version)}
                                    >
                                        ${text('rules.delete')}
                                    </button>`
                                  : ''}
                          </div>
                      </div>`
                    : ''}
            </form>
            ${isScript && this.mayChange
                ? html`<rg-rule-trial .console=${this.console} .kind=${this.draft.kind} .script=${this.draft.script}></rg-rule-trial>`
                : ''}`;
    }

    #fields(isScript: boolean): TemplateResult {
        const { name, kind, enabled, clients, timeoutMs, script } = this.draft;
        return html`${this.#field('name', text('rules.name'), id => input(id, name, typed => this.#type({ name: typed }), this.errors.has('name')))}
            ${isScript
                ? this.#field('kind', text('rules.kind'), id =>
                      select(id, kind, [['rule', text('rules.kind.rule')], ['action', text('rules.kind.action')]], word => this.#choose(word as Draft['kind'])),
                  )
                : ''}
            ${this.#field('enabled', text('rules.enabled'), id => toggle(id, text('rules.enabled'), enabled, on => this.#type({ enabled: on })))}
            ${this.#field('clients', text('applications'), id => input(id, clients, typed => this.#type({ clients: typed })), text('rules.clients.body'))}
            ${isScript
                ? html`${this.#field('timeoutMs', text('rules.timeout'), id => input(id, timeoutMs, typed => this.#type({ timeoutMs: typed }), this.errors.has('timeoutMs')), text('rules.timeout.body'))}
                      ${this.#field(
                          'script',
                          text('rules.script'),
                          () => html`<rg-editor
                              .script=${script}
                              .problem=${problemOf(this.errors.get('script'))}
                              .readonly=${!this.mayChange}
                              @change=${(event: CustomEvent<string>) => this.#type({ script: event.detail })}
                          ></rg-editor>`,
                      )}`
                : ''}`;
    }

    #field(name: keyof Draft, label: string, control: (id: string) => unknown, note?: string): TemplateResult {
        const id = `rg-rule-${name}`;
        return field({ id, label, control: control(id), note, error: this.errors.get(name) });
    }

    /** What was wrong with a value is not said of another one. */
    #type(typed: Partial<Draft>): void {
        this.draft = { ...this.draft, ...typed };
        this.errors = new Map([...this.errors].filter(([name]) => !(name in typed)));
    }

    /** A script that nobody has touched is the one of its kind. */
    #choose(kind: Draft['kind']): void {
        const untouched = this.draft.script === SCRIPTS[this.draft.kind];
        this.#type({ kind, script: untouched ? SCRIPTS[kind] : this.draft.script });
    }

    #save(event: Event, version: string | null): Promise<void> {
        event.preventDefault();
        return this.saving(async () => {
            const changed = changes(this.draft, this.#stored);
            if (this.path === NEW) {
                const { value } = await this.rest.post<Rule>('rules', { ...changed, kind: this.draft.kind, script: this.draft.script });
                this.#stored = this.draft;
                this.console.go(`/rules/${encodeURIComponent(value.id)}`);
            } else {
                await this.rest.put(this.address, changed, version);
                await this.readAgain();
            }
            return text('rules.saved');
        });
    }

    async #delete(rule: Rule, version: string | null): Promise<void> {
        const title = text('rules.delete.title', { rule: this.#stored.name });
        if (await ask({ title, body: text('rules.delete.body'), yes: text('rules.delete'), danger: true })) {
            await this.attempt(async () => {
                await this.rest.delete(`rules/${encodeURIComponent(rule.id)}`, version);
                this.draft = this.#stored;
                this.console.go('/rules');
                return text('rules.deleted');
            });
        }
    }
}

function draftOf(rule: Rule | undefined): Draft {
    const kind = rule?.kind ?? 'rule';
    return {
        name: rule?.name ?? '',
        kind,
        enabled: rule?.enabled ?? true,
        clients: rule?.clients.join(', ') ?? '',
        timeoutMs: rule?.timeoutMs ?? '',
        script: rule ? (rule.script ?? '') : SCRIPTS.rule,
    };
}

/** What differs, as the server's JSON has it. */
function changes(draft: Draft, stored: Draft): Record<string, unknown> {
    const changed = Object.entries(draft).filter(([name, value]) => value !== stored[name as keyof Draft]);
    const body: Record<string, unknown> = Object.fromEntries(changed);
    if ('clients' in body) {
        body.clients = draft.clients.split(/[\s,]+/).filter(clientId => clientId);
    }
    if ('timeoutMs' in body) {
        body.timeoutMs = numberOf(draft.timeoutMs);
    }
    return body;
}

function problemOf(message: string | undefined): Problem | undefined {
    return message ? { line: Number(/line (\d{1,6})/.exec(message)?.[1] ?? 1), message } : undefined;
}
