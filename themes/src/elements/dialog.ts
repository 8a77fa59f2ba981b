// A question that has to be answered first. The browser keeps the focus inside, and Escape says no.
import { html, render, type TemplateResult } from 'lit';
import { text } from '../text';
import { pf } from './patternfly';

export interface Question {
    title: string;
    body: TemplateResult | string;
    /** What is done if the answer is yes. */
    yes: string;
    danger?: boolean;
}

/** Asks, and gives the focus back to where it was. */
export function ask(question: Question): Promise<boolean> {
    const dialog = document.createElement('dialog');
    dialog.className = `rg-dialog ${pf('c-modal-box')}`;
    dialog.setAttribute('aria-labelledby', 'rg-dialog-title');
    dialog.setAttribute('aria-describedby', 'rg-dialog-body');
    render(
        html`<form method="dialog">
            <header class=${pf('c-modal-box__header')}>
                <h1 id="rg-dialog-title" class=${pf('c-modal-box__title')}>
                    <span class=${pf('c-modal-box__title-text')}>${question.title}</span>
                </h1>
            </header>
            <div id="rg-dialog-body" class=${pf('c-modal-box__body')}>${question.body}</div>
            <footer class=${pf('c-modal-box__footer')}>
                <button value="yes" class=${pf(`c-button m-${question.danger ? 'danger' : 'primary'}`)} data-testid="rg-yes">
                    ${question.yes}
                </button>
                <button value="no" class=${pf('c-button m-link')} data-testid="rg-no" autofocus>${text('cancel')}</button>
            </footer>
        </form>`,
        dialog,
    );
    const before = document.activeElement as HTMLElement | null;
    document.body.append(dialog);
    dialog.showModal();
    return new Promise(resolve =>
        dialog.addEventListener('close', () => {
            dialog.remove();
            before?.focus();
            resolve(dialog.returnValue === 'yes');
        }),
    );
}

/** Asks whether unsaved changes may be lost. */
export function askToLeave(): Promise<boolean> {
    return ask({ title: text('unsaved.title'), body: text('unsaved.body'), yes: text('unsaved.leave'), danger: true });
}
