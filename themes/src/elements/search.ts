// A field that offers what the server finds by what is typed.
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Found } from '../rest';
import { Light } from './light';
import { pf } from './patternfly';

const PAUSE = 250; // Milliseconds without a key until the server is asked.

/** The input below a label of the page's own, whose `for` is the field's name. */
@customElement('rg-search')
export class Search extends Light {
    @property() name = '';
    @property({ attribute: false }) find: (typed: string) => Promise<readonly Found[]> = async () => [];
    @state() private found: readonly Found[] = [];
    #typed = 0;

    /** What is in the field. */
    get typed(): string {
        return this.querySelector('input')?.value.trim() ?? '';
    }

    clear(): void {
        this.querySelector('input')!.value = '';
    }

    protected override render(): TemplateResult {
        return html`<span class=${pf('c-form-control')}>
                <input id=${this.name} type="text" autocomplete="off" list="${this.name}-found" @input=${this.#look} />
            </span>
            <datalist id="${this.name}-found">
                ${this.found.map(({ name, about }) => html`<option value=${name}>${about ?? ''}</option>`)}
            </datalist>`;
    }

    #look = (): void => {
        const typed = ++this.#typed;
        setTimeout(async () => {
            if (typed === this.#typed && this.typed) {
                // Who may not search can still type a whole name.
                const found = await this.find(this.typed).catch(() => []);
                if (typed === this.#typed) {
                    this.found = found;
                }
            }
        }, PAUSE);
    };
}
