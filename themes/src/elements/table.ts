// Tables, and lists that come page by page.
import { html, type TemplateResult } from 'lit';
import { text } from '../text';
import { pf } from './patternfly';

export interface Column<T> {
    label: string;
    cell: (row: T) => unknown;
    /** Whether the label is for screen readers only. */
    quiet?: boolean;
}

/** A table; `detail` is what stands below a row, over its whole width. */
export function table<T>(
    caption: string,
    columns: readonly Column<T>[],
    rows: readonly T[],
    detail: (row: T) => TemplateResult | undefined = () => undefined,
): TemplateResult {
    return html`<table class=${pf('c-table m-grid-md m-compact')} role="grid" aria-label=${caption}>
        <thead class=${pf('c-table__thead')}>
            <tr class=${pf('c-table__tr')} role="row">
                ${columns.map(
                    ({ label, quiet }) => html`<th class=${pf('c-table__th')} role="columnheader" scope="col">
                        ${quiet ? html`<span class=${pf('u-screen-reader')}>${label}</span>` : label}
                    </th>`,
                )}
            </tr>
        </thead>
        <tbody class=${pf('c-table__tbody')} role="rowgroup">
            ${rows.map(
                row => html`<tr class=${pf('c-table__tr')} role="row">
                        ${columns.map(
                            ({ label, cell }) => html`<td class=${pf('c-table__td')} role="gridcell" data-label=${label}>
                                ${cell(row)}
                            </td>`,
                        )}
                    </tr>
                    ${below(detail(row), columns.length)}`,
            )}
        </tbody>
    </table>`;
}

function below(detail: TemplateResult | undefined, columns: number): TemplateResult | undefined {
    return (
        detail &&
        html`<tr class=${pf('c-table__tr')} role="row">
            <td class=${pf('c-table__td')} role="gridcell" colspan=${columns}>${detail}</td>
        </tr>`
    );
}

/** A list of the server's, page by page: a page names the next one, and the ones before are remembered. */
export class Pages<P extends { next?: string }> {
    readonly #read: (after: string | undefined) => Promise<P>;
    readonly #isEmpty: (page: P) => boolean;
    #starts: (string | undefined)[] = [undefined];
    page: P | undefined;

    constructor(read: (after: string | undefined) => Promise<P>, isEmpty: (page: P) => boolean) {
        this.#read = read;
        this.#isEmpty = isEmpty;
    }

    /** Reads the page that is shown again. */
    async again(): Promise<void> {
        let start = this.#starts.at(-1);
        let page = await this.#read(start);
        // A page may be empty and still have a next one: what a filter leaves out is skipped page by page.
        while (this.#isEmpty(page) && page.next) {
            start = page.next;
            page = await this.#read(start);
        }
        if (this.#isEmpty(page) && this.#starts.length > 1) {
            this.#starts.pop();
            return this.again();
        }
        this.#starts[this.#starts.length - 1] = start;
        this.page = page;
    }

    async forth(): Promise<void> {
        this.#starts.push(this.page?.next);
        await this.again();
    }

    async back(): Promise<void> {
        this.#starts.pop();
        await this.again();
    }

    get number(): number {
        return this.#starts.length;
    }

    /** The buttons, where there is more than one page. */
    controls(turn: (to: () => Promise<void>) => void): TemplateResult | string {
        if (this.number === 1 && !this.page?.next) {
            return '';
        }
        return html`<nav class=${pf('c-pagination')} aria-label=${text('pages')}>
            <button
                type="button"
                class=${pf('c-button m-link')}
                data-testid="rg-previous"
                ?disabled=${this.number === 1}
                @click=${() => turn(() => this.back())}
            >
                ${text('pages.previous')}
            </button>
            <span>${text('pages.number', { number: this.number })}</span>
            <button
                type="button"
                class=${pf('c-button m-link')}
                data-testid="rg-next"
                ?disabled=${!this.page?.next}
                @click=${() => turn(() => this.forth())}
            >
                ${text('pages.next')}
            </button>
        </nav>`;
    }
}
