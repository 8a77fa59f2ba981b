// A page that is a form of settings.
import { html, type TemplateResult } from 'lit';
import { query } from 'lit/decorators.js';
import type { Rest, Setting, Versioned } from '../rest';
import { text } from '../text';
import { FormView } from './form-view';
import type { Section, SettingForm, Values } from './setting-form';
import './setting-form';

export abstract class SettingsView<T> extends FormView<Versioned<T>> {
    @query('rg-setting-form') private form!: SettingForm | null;
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
        this.guard();
    }

    protected override get unsaved(): boolean {
        return this.form?.unsaved ?? false;
    }

    protected override get notSavedText(): string {
        return text('notSaved');
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

    #save(values: Values, version: string | null): Promise<void> {
        return this.saving(async () => {
            await this.store(values, version);
            await this.readAgain();
            return this.storedText;
        });
    }
}
