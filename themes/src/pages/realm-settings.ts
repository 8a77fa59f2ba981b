// Refresh tokens of the realm: its tenant address, what no application exceeds, and what holds for those without a value.
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Section } from '../elements/setting-form';
import { SettingsView } from '../elements/settings-view';
import { note } from '../elements/states';
import type { RealmSettings } from '../rest';
import { text } from '../text';

const LIMITS = ['max_token_lifetime', 'max_idle_token_lifetime', 'require_rotation', 'allow_in_registration'];

@customElement('rg-realm-settings')
export class RealmSettingsPage extends SettingsView<RealmSettings> {
    protected override get address(): string {
        return 'settings';
    }

    protected override mayChange(): boolean {
        return this.console.may('manage-realm');
    }

    protected override heading() {
        return { title: text('realm.title'), body: text('realm.body') };
    }

    protected override above(): unknown {
        return '';
    }

    protected override sections({ tenant, settings, defaults }: RealmSettings): readonly Section[] {
        const served = tenant.served
            ? html`<p data-testid="rg-tenant">${text('realm.served', { issuer: tenant.issuer ?? '' })}</p>`
            : tenant.problem
              ? note('danger', text('realm.notServed'), tenant.problem)
              : html`<p data-testid="rg-tenant">${text('realm.noAddress')}</p>`;
        return [
            {
                title: text('realm.requests'),
                body: served,
                settings: settings.filter(({ name }) => !LIMITS.includes(name)),
            },
            {
                title: text('realm.limits'),
                body: html`<p>${text('realm.limits.body')}</p>`,
                settings: settings.filter(({ name }) => LIMITS.includes(name)),
            },
            {
                title: text('realm.defaults'),
                body: html`<p>${text('realm.defaults.body')}</p>`,
                settings: defaults,
            },
        ];
    }
}
