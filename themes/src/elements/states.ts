// What a page shows while it has nothing to show.
import { html, type TemplateResult } from 'lit';
import { Refusal } from '../rest';
import { text } from '../text';
import { pf } from './patternfly';

export function loading(): TemplateResult {
    return html`<div class=${pf('l-bullseye')}>
        <svg class=${pf('c-spinner m-lg')} role="progressbar" viewBox="0 0 100 100" aria-label=${text('loading')}>
            <circle class=${pf('c-spinner__path')} cx="50" cy="50" r="45" fill="none"></circle>
        </svg>
    </div>`;
}

export function empty(title: string, body: string): TemplateResult {
    return state(title, body, '');
}

export function failed(error: unknown, retry: () => void): TemplateResult {
    const forbidden = error instanceof Refusal && error.status === 403;
    return state(
        text(forbidden ? 'forbidden.title' : 'failed.title'),
        forbidden ? text('forbidden.body') : messageOf(error),
        html`<div class=${pf('c-empty-state__footer')}>
            <button type="button" class=${pf('c-button m-secondary')} @click=${retry}>${text('failed.retry')}</button>
        </div>`,
    );
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function state(title: string, body: string, footer: unknown): TemplateResult {
    return html`<div class=${pf('c-empty-state')}>
        <div class=${pf('c-empty-state__content')}>
            <div class=${pf('c-empty-state__header')}>
                <div class=${pf('c-empty-state__title')}>
                    <h2 class=${pf('c-empty-state__title-text')}>${title}</h2>
                </div>
            </div>
            <div class=${pf('c-empty-state__body')}>${body}</div>
            ${footer}
        </div>
    </div>`;
}

/** A note that stays, such as a warning above a form. */
export function note(kind: 'success' | 'warning' | 'info' | 'danger', title: string, body: unknown = ''): TemplateResult {
    return html`<div class=${pf(`c-alert m-inline m-${kind} u-mb-md`)} role="note">
        <p class=${pf('c-alert__title')}>
            <span class=${pf('u-screen-reader')}>${text(`note.${kind}`)}</span>${title}
        </p>
        ${body ? html`<div class=${pf('c-alert__description')}>${body}</div>` : ''}
    </div>`;
}
