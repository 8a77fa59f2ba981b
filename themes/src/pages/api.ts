// APIs → one of them, or a new one.
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ask } from '../elements/dialog';
import { pf } from '../elements/patternfly';
import { numberOf } from '../elements/field';
import type { Section, Values } from '../elements/setting-form';
import { SettingsView } from '../elements/settings-view';
import { note } from '../elements/states';
import { type Api, type Rest, type Setting, type Versioned } from '../rest';
import { counted, text } from '../text';
import './api-clients';

const NEW = 'new';
const MOST_SECONDS = 2_592_000;
const DEFAULTS: Readonly<Record<string, string>> = {
    allowOfflineAccess: 'false',
    tokenLifetime: '86400',
    tokenLifetimeForWeb: '7200',
};

@customElement('rg-api')
export class ApiPage extends SettingsView<Partial<Api>> {
    #name = '';

    protected override get address(): string {
        return `apis/${encodeURIComponent(this.path)}`;
    }

    protected override mayChange(): boolean {
        return this.console.may('manage-clients');
    }

    protected override get storedText(): string {
        return text('apis.saved');
    }

    protected override heading(): { title: string; body: string } {
        return { title: this.path === NEW ? text('apis.create') : this.#name, body: text('apis.one') };
    }

    protected override async read(rest: Rest): Promise<Versioned<Partial<Api>>> {
        this.begin();
        const read: Versioned<Partial<Api>> = this.path === NEW ? { value: {}, version: null } : await rest.read<Api>(this.address);
        this.#name = read.value.name ?? '';
        return read;
    }

    protected override above({ problem }: Partial<Api>): unknown {
        return html`<p class=${pf('u-mb-md')}><a href=${this.console.href('/apis')}>${text('apis.all')}</a></p>
            ${problem ? note('danger', text('apis.problem', { problem })) : ''}`;
    }

    protected override sections(api: Partial<Api>): readonly Section[] {
        const lifetime = { kind: 'number', least: 1, most: MOST_SECONDS, unit: 'seconds' } as const;
        return [
            {
                title: text('apis.settings'),
                settings: [
                    setting('name', { kind: 'text' }, api.name),
                    setting('identifier', { kind: 'text' }, api.identifier),
                    setting('allowOfflineAccess', { kind: 'words', words: ['true', 'false'] }, api.allowOfflineAccess),
                    setting('tokenLifetime', lifetime, api.tokenLifetime),
                    setting('tokenLifetimeForWeb', lifetime, api.tokenLifetimeForWeb),
                ],
            },
        ];
    }

    protected override async store(values: Values, version: string | null): Promise<void> {
        const body = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typed(name, value)]));
        if (this.path !== NEW) {
            await this.rest.put<Api>(this.address, body, version);
            return;
        }
        const { value } = await this.rest.post<Api>('apis', body);
        this.saved();
        this.console.go(`/apis/${encodeURIComponent(value.id)}`);
    }

    protected override below(api: Partial<Api>, version: string | null): unknown {
        return this.path === NEW
            ? ''
            : html`<rg-api-clients .console=${this.console} .path=${this.path}></rg-api-clients>
                  ${this.mayChange()
                      ? html`<button
                            type="button"
                            class=${pf('c-button m-danger u-mt-xl')}
                            data-testid="rg-delete"
                            @click=${() => this.#delete(api as Api, version)}
                        >
                            ${text('apis.delete')}
                        </button>`
                      : ''}`;
    }

    /** Says first what it takes from whom. */
    async #delete(api: Api, version: string | null): Promise<void> {
        await this.tried(async () => {
            const [clients, { alive, more }] = await Promise.all([
                this.rest.get<unknown[]>(`${this.address}/clients`),
                this.rest.get<{ alive: number; more: boolean }>(`${this.address}/counts`),
            ]);
            const body = html`<p>${text('apis.delete.body')}</p>
                <ul class=${pf('c-list')} data-testid="rg-affected">
                    <li>${counted('apis.delete.clients', clients.length)}</li>
                    <li>${counted('apis.delete.devices', alive, { count: more ? `${alive}+` : alive })}</li>
                </ul>`;
            if (await ask({ title: text('apis.delete.title', { api: api.name }), body, yes: text('apis.delete'), danger: true })) {
                await this.attempt(async () => {
                    const { revokedFamilies } = await this.rest.delete<{ revokedFamilies: number }>(this.address, version);
                    this.saved();
                    this.console.go('/apis');
                    return `${text('apis.deleted')} ${counted('revoked', revokedFamilies)}`;
                });
            }
        });
    }
}

function setting(name: string, type: Setting['type'], own: string | boolean | number | undefined): Setting {
    return {
        name,
        label: text(`apis.field.${name}.label`),
        help: text(`apis.field.${name}.help`),
        type,
        own: own === undefined ? undefined : String(own),
        from: own === undefined ? 'default' : 'client',
        inherited: DEFAULTS[name],
        inheritedFrom: 'default',
    };
}

/** As the server's JSON has it. */
function typed(name: string, value: string | null): unknown {
    const wanted = value ?? DEFAULTS[name] ?? '';
    if (name === 'allowOfflineAccess') {
        return wanted === 'true';
    }
    return name.startsWith('tokenLifetime') ? numberOf(wanted) : wanted;
}
