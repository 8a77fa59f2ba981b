// One field of a form that is not made from settings.
import { html, type TemplateResult } from 'lit';
import { pf } from './patternfly';

export interface Field {
    /** The id of the control. */
    id: string;
    label: string;
    control: unknown;
    note?: string;
    /** What is wrong with the value. */
    error?: string;
}

export function field({ id, label, control, note, error }: Field): TemplateResult {
    return html`<div class=${pf('c-form__group')}>
        <div class=${pf('c-form__group-label')}>
            <label class=${pf('c-form__label')} for=${id}>
                <span class=${pf('c-form__label-text')}>${label}</span>
            </label>
        </div>
        <div class=${pf('c-form__group-control')}>
            ${control}
            <div class=${pf('c-form__helper-text')} id="${id}-note" aria-live="polite">
                ${note ? line(note) : ''} ${error ? line(error, 'm-error') : ''}
            </div>
        </div>
    </div>`;
}

/** A line below a control. */
export function line(words: unknown, kind = ''): TemplateResult {
    return html`<div class=${pf('c-helper-text')}>
        <div class=${pf(`c-helper-text__item ${kind}`.trim())}>
            <span class="rg-help ${pf('c-helper-text__item-text')}">${words}</span>
        </div>
    </div>`;
}

/** One of several words. */
export function select(
    id: string,
    value: string,
    words: readonly (readonly [word: string, label: string])[],
    change: (word: string) => void,
): TemplateResult {
    return html`<span class=${pf('c-form-control')}>
        <select id=${id} aria-describedby="${id}-note" @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
            ${words.map(([word, label]) => html`<option value=${word} ?selected=${word === value}>${label}</option>`)}
        </select>
        ${caret()}
    </span>`;
}

/** What shows that a field offers words. */
export function caret(): TemplateResult {
    return html`<span class=${pf('c-form-control__utilities')}>
        <span class=${pf('c-form-control__toggle-icon')}>
            <svg viewBox="0 0 10 6" width="0.75em" height="0.5em" fill="currentcolor" aria-hidden="true"><path d="M0 0h10L5 6z" /></svg>
        </span>
    </span>`;
}

export function input(id: string, value: string, change: (typed: string) => void, wrong = false): TemplateResult {
    return html`<span class=${pf(`c-form-control${wrong ? ' m-error' : ''}`)}>
        <input
            id=${id}
            type="text"
            aria-describedby="${id}-note"
            aria-invalid=${wrong}
            .value=${value}
            @input=${(event: Event) => change((event.target as HTMLInputElement).value)}
        />
    </span>`;
}

/** A text of several lines, which the browser neither checks nor keeps. */
export function area(id: string, value: string, change: (typed: string) => void, wrong = false): TemplateResult {
    return html`<span class=${pf(`c-form-control m-textarea m-resize-vertical${wrong ? ' m-error' : ''}`)}>
        <textarea
            id=${id}
            rows="2"
            autocomplete="off"
            spellcheck="false"
            aria-describedby="${id}-note"
            aria-invalid=${wrong}
            .value=${value}
            @input=${(event: Event) => change((event.target as HTMLTextAreaElement).value)}
        ></textarea>
    </span>`;
}

/** On or off, at once. */
export function toggle(id: string, label: string, on: boolean, change: (on: boolean) => void, disabled = false): TemplateResult {
    return html`<label class=${pf('c-switch')} for=${id}>
        <input
            class=${pf('c-switch__input')}
            type="checkbox"
            role="switch"
            id=${id}
            aria-label=${label}
            .checked=${on}
            ?disabled=${disabled}
            @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
        />
        <span class=${pf('c-switch__toggle')}></span>
    </label>`;
}

/** A number that was typed. What is none becomes one that the server refuses, with what it takes instead. */
export function numberOf(typed: string): number {
    return /^\s*\d{1,15}\s*$/.test(typed) ? Number(typed) : -1;
}
