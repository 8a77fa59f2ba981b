// A page with a form: what is wrong stands at its fields, and what is typed is not lost by a click.
import { state } from 'lit/decorators.js';
import { Refusal } from '../rest';
import { text } from '../text';
import { askToLeave } from './dialog';
import { View } from './view';

export abstract class FormView<T> extends View<T> {
    /** What the server says about values, by the names of their fields. */
    @state() protected errors: ReadonlyMap<string, string> = new Map();
    #unguard: (() => void) | undefined;

    /** Whether something was typed that is not saved. */
    protected abstract get unsaved(): boolean;

    /** What is said when nothing was saved. */
    protected abstract get notSavedText(): string;

    /** Guards what is typed from now on. */
    protected guard(): void {
        this.#unguard ??= this.console.guard(() => this.unsaved, askToLeave);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#unguard?.();
        this.#unguard = undefined;
    }

    /** Saves, and says how it went. */
    protected async saving(what: () => Promise<string>): Promise<void> {
        try {
            this.console.say('success', await what());
        } catch (error) {
            if (error instanceof Refusal && error.fields.size > 0) {
                this.errors = error.fields;
                this.console.say('danger', this.notSavedText);
            } else if (error instanceof Refusal && error.status === 412) {
                this.console.say('danger', this.notSavedText, text('changedMeanwhile'));
            } else {
                this.refused(error);
            }
        }
    }
}
