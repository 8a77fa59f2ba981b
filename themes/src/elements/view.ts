// What all pages have in common: they read something, and show that, or why they cannot.
import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Console, Shown } from '../contract';
import { Refusal, Rest } from '../rest';
import { text } from '../text';
import { Light } from './light';
import { pf } from './patternfly';
import { failed, loading, messageOf } from './states';

export abstract class View<T> extends Light implements Shown {
    @property({ attribute: false }) console!: Console;
    @property({ attribute: false }) path = '';
    @state() private shown: T | undefined;
    @state() private problem: unknown;
    #reading = 0;

    /** Reads what the page shows. */
    protected abstract read(rest: Rest): Promise<T>;

    protected abstract show(what: T): TemplateResult;

    /** The page's heading; a tab has none, because it stands below the stock page's. */
    protected heading(): { title: string; body: string } | undefined {
        return undefined;
    }

    protected get rest(): Rest {
        return new Rest(this.console);
    }

    /** Reads once: neither the console nor the path of an element changes. */
    protected override willUpdate(): void {
        if (!this.hasUpdated) {
            void this.readAgain();
        }
    }

    /** Reads once more; what is shown stays until then. */
    protected async readAgain(): Promise<void> {
        if (!this.isConnected) {
            return; // The admin has gone elsewhere, and what is there now guards its own changes.
        }
        const reading = ++this.#reading;
        try {
            const what = await this.read(this.rest);
            if (reading === this.#reading) {
                this.shown = what;
                this.problem = undefined;
            }
        } catch (error) {
            if (reading === this.#reading) {
                this.problem = error;
                this.shown = undefined;
            }
        }
    }

    /** Does what the admin asked for, and says how it went. */
    protected attempt(what: () => Promise<string>): Promise<void> {
        return this.tried(async () => this.console.say('success', await what()));
    }

    /** Does what may be refused, and says so if it is. */
    protected async tried(what: () => Promise<void>): Promise<void> {
        try {
            await what();
        } catch (error) {
            this.refused(error);
        }
    }

    protected refused(error: unknown): void {
        const forbidden = error instanceof Refusal && error.status === 403;
        this.console.say(
            'danger',
            text(forbidden ? 'forbidden.title' : 'failed.title'),
            forbidden ? text('forbidden.body') : messageOf(error),
        );
    }

    protected override render(): TemplateResult {
        const heading = this.heading();
        return html`${heading
                ? html`<section class=${pf('c-page__main-section m-light')}>
                      <h1 class=${pf('c-title m-2xl')} data-testid="view-header">${heading.title}</h1>
                      <p>${heading.body}</p>
                  </section>`
                : ''}
            <section class=${pf('c-page__main-section m-light')}>
                ${this.problem
                    ? failed(this.problem, () => {
                          this.problem = undefined;
                          void this.readAgain();
                      })
                    : this.shown
                      ? this.show(this.shown)
                      : loading()}
            </section>`;
    }
}
