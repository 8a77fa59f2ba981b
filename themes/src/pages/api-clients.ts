// APIs → one of them → which applications may ask for it.
import { html, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ask } from '../elements/dialog';
import { field, select } from '../elements/field';
import { pf } from '../elements/patternfly';
import type { Search } from '../elements/search';
import '../elements/search';
import { type Column, table } from '../elements/table';
import { View } from '../elements/view';
import type { ApiClient, Found, Rest } from '../rest';
import { text } from '../text';

@customElement('rg-api-clients')
export class ApiClients extends View<readonly ApiClient[]> {
    @state() private assignment: ApiClient['assignment'] = 'optional';
    @query('rg-search') private search!: Search;

    private get address(): string {
        return `apis/${encodeURIComponent(this.path)}/clients`;
    }

    private get mayChange(): boolean {
        return this.console.may('manage-clients');
    }

    protected override read(rest: Rest): Promise<readonly ApiClient[]> {
        return rest.get(this.address);
    }

    protected override show(clients: readonly ApiClient[]): TemplateResult {
        return html`<h2 class=${pf('c-title m-xl')}>${text('apis.clients')}</h2>
            <p class=${pf('u-mb-md')}>${text('apis.clients.body')}</p>
            ${clients.length === 0
                ? html`<p>${text('apis.clients.none')}</p>`
                : table(text('apis.clients'), this.#columns(), clients)}
            ${this.mayChange ? this.#addition() : ''}`;
    }

    #columns(): readonly Column<ApiClient>[] {
        const columns: Column<ApiClient>[] = [
            {
                label: text('application'),
                cell: ({ id, clientId, name }) => html`<a href=${this.console.href(`/clients/${id}/settings`)}>${clientId}</a>
                    ${name ? html`<div>${name}</div>` : ''}`,
            },
            { label: text('assignment'), cell: ({ assignment }) => text(`assignment.${assignment}`) },
        ];
        if (this.mayChange) {
            columns.push({
                label: text('actions'),
                quiet: true,
                cell: client => html`<button
                    type="button"
                    class=${pf('c-button m-link m-inline m-danger')}
                    aria-label=${text('apis.clients.remove.of', { application: client.clientId })}
                    data-testid="rg-remove-${client.clientId}"
                    @click=${() => this.#remove(client)}
                >
                    ${text('apis.clients.remove')}
                </button>`,
            });
        }
        return columns;
    }

    #addition(): TemplateResult {
        return html`<form class="rg-form ${pf('c-form u-mt-md')}" novalidate @submit=${this.#add}>
            ${field({
                id: 'rg-client',
                label: text('apis.clients.id'),
                control: html`<rg-search name="rg-client" .find=${this.#find}></rg-search>`,
            })}
            ${field({
                id: 'rg-assignment',
                label: text('assignment'),
                note: text(`assignment.${this.assignment}.body`),
                control: select(
                    'rg-assignment',
                    this.assignment,
                    (['optional', 'default'] as const).map(word => [word, text(`assignment.${word}`)] as const),
                    word => (this.assignment = word as ApiClient['assignment']),
                ),
            })}
            <div class=${pf('c-form__group m-action')}>
                <div class=${pf('c-form__actions')}>
                    <button type="submit" class=${pf('c-button m-secondary')} data-testid="rg-add">${text('apis.clients.add')}</button>
                </div>
            </div>
        </form>`;
    }

    #find = (typed: string): Promise<Found[]> => this.rest.clients(typed);

    #add = (event: Event): void => {
        event.preventDefault();
        const clientId = this.search.typed;
        void this.attempt(async () => {
            const client = (await this.rest.clients(clientId)).find(({ name }) => name === clientId);
            if (!client) {
                throw new Error(text('apis.clients.unknown', { application: clientId }));
            }
            await this.rest.put(`${this.address}/${encodeURIComponent(client.id)}`, { assignment: this.assignment });
            this.search.clear();
            await this.readAgain();
            return text('apis.clients.added', { application: clientId });
        });
    };

    async #remove({ id, clientId }: ApiClient): Promise<void> {
        const title = text('apis.clients.remove.title', { application: clientId });
        if (await ask({ title, body: text('apis.clients.remove.body'), yes: text('apis.clients.remove'), danger: true })) {
            await this.attempt(async () => {
                await this.rest.delete(`${this.address}/${encodeURIComponent(id)}`);
                await this.readAgain();
                return text('apis.clients.removed', { application: clientId });
            });
        }
    }
}
