// APIs: all of them. One of them is in `api`.
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ListOrOne } from '../elements/list-or-one';
import { pf } from '../elements/patternfly';
import { empty } from '../elements/states';
import { type Column, table } from '../elements/table';
import { View } from '../elements/view';
import type { Api, Rest } from '../rest';
import { duration, text } from '../text';
import './api';

@customElement('rg-apis')
export class ApisPage extends ListOrOne {
    protected override list(): TemplateResult {
        return html`<rg-api-list .console=${this.console}></rg-api-list>`;
    }

    protected override one(): TemplateResult {
        return html`<rg-api .console=${this.console} .path=${this.path}></rg-api>`;
    }
}

@customElement('rg-api-list')
export class ApiList extends View<readonly Api[]> {
    protected override heading(): { title: string; body: string } {
        return { title: text('apis.title'), body: text('apis.body') };
    }

    protected override read(rest: Rest): Promise<readonly Api[]> {
        return rest.get('apis');
    }

    protected override show(apis: readonly Api[]): TemplateResult {
        return html`${this.console.may('manage-clients')
            ? html`<a class=${pf('c-button m-primary')} href=${this.console.href('/apis/new')} data-testid="rg-create">
                  ${text('apis.create')}
              </a>`
            : ''}
        ${apis.length === 0
            ? empty(text('apis.none'), text('apis.none.body'))
            : table(text('apis.title'), this.#columns(), apis)}`;
    }

    #columns(): readonly Column<Api>[] {
        return [
            {
                label: text('api'),
                cell: ({ id, name }) =>
                    html`<a href=${this.console.href(`/apis/${encodeURIComponent(id)}`)} data-testid="rg-api-${name}">${name}</a>`,
            },
            {
                label: text('identifier'),
                cell: ({ identifier, problem }) => html`<code>${identifier}</code>
                    ${problem ? html`<div role="note">${text('apis.problem', { problem })}</div>` : ''}`,
            },
            {
                label: text('offlineAccess'),
                cell: ({ allowOfflineAccess }) => text(allowOfflineAccess ? 'offlineAccess.allowed' : 'offlineAccess.none'),
            },
            { label: text('tokenLifetime'), cell: ({ tokenLifetime }) => (tokenLifetime ? duration(tokenLifetime) : '') },
        ];
    }
}
