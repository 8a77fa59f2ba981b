// A page that is a form of settings.
import { html, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { Refusal, type Rest, type Setting, type Versioned } from '../rest';
import { text } from '../text';
import { askToLeave } from './dialog';
import type { Section, SettingForm, Values } from './setting-form';
import { View } from './view';
import './setting-form';

export abstract class SettingsView<T> extends View<Versioned<T>> {
    @state() private errors: ReadonlyMap<string, string> = new Map();
    @query('rg-setting-form') private form!: SettingForm | null;
    #unguard: (() => void) | undefined;
    #sections: readonly Section[] = [];
    #of: T | undefined;

    /** Where the settings are read, and written. */
    protected abstract get address(): string;

    protected abstract sections(settings: T): readonly Section[];

    /** What stands above the form. */
    protected abstract above(settings: T): unknown;

    protected abstract mayChange(settings: T): boolean;

    protected remark(_setting: Setting): string {
        return '';
    }

    /** What stands below the form. */
    protected below(_settings: T, _version: string | null): unknown {
        return '';
    }

    protected override read(rest: Rest): Promise<Versioned<T>> {
        this.begin();
        return rest.read<T>(this.address);
    }

    /** Forgets what was wrong, and guards what is typed from now on. */
    protected begin(): void {
        this.errors = new Map();
        this.#unguard ??= this.console.guard(() => this.form?.unsaved ?? false, askToLeave);
    }

    /** Sends the changed values. */
    protected async store(values: Values, version: string | null): Promise<void> {
        await this.rest.put<T>(this.address, { values }, version);
    }

    /** What is said when the values are stored. */
    protected get storedText(): string {
        return text('saved');
    }

    /** Nothing of what was typed can be lost any more. */
    protected saved(): void {
        this.form?.forget();
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#unguard?.();
        this.#unguard = undefined;
    }

    protected override show({ value, version }: Versioned<T>): TemplateResult {
        // The same array as before lets the form keep what the admin has typed.
        if (this.#of !== value) {
            this.#of = value;
            this.#sections = this.sections(value);
        }
        return html`${this.above(value)}
            <rg-setting-form
                .sections=${this.#sections}
                .errors=${this.errors}
                .readonly=${!this.mayChange(value)}
                .remark=${(setting: Setting) => this.remark(setting)}
                @save=${(event: CustomEvent<Values>) => this.#save(event.detail, version)}
            ></rg-setting-form>
            ${this.below(value, version)}`;
    }

    async #save(values: Values, version: string | null): Promise<void> {
        try {
            await this.store(values, version);
            await this.readAgain();
            this.console.say('success', this.storedText);
        } catch (error) {
            if (error instanceof Refusal && error.fields.size > 0) {
                this.errors = error.fields;
                this.console.say('danger', text('notSaved'));
            } else if (error instanceof Refusal && error.status === 412) {
                this.console.say('danger', text('notSaved'), text('changedMeanwhile'));
            } else {
                this.refused(error);
            }
        }
    }
}
