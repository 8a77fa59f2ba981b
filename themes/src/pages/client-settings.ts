// Client → Refresh tokens.
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Section } from '../elements/setting-form';
import { SettingsView } from '../elements/settings-view';
import { note } from '../elements/states';
import type { ClientSettings, RealmSettings, Rest, Setting, Versioned } from '../rest';
import { duration, text, translated } from '../text';
import { pf } from '../elements/patternfly';

/** The limit of the realm that a setting is under. */
const LIMITS: Readonly<Record<string, string>> = {
    token_lifetime: 'max_token_lifetime',
    infinite_token_lifetime: 'max_token_lifetime',
    idle_token_lifetime: 'max_idle_token_lifetime',
    infinite_idle_token_lifetime: 'max_idle_token_lifetime',
    rotation_type: 'require_rotation',
};

@customElement('rg-client-settings')
export class ClientSettingsPage extends SettingsView<ClientSettings> {
    #limits: readonly Setting[] = [];

    protected override get address(): string {
        return `clients/${encodeURIComponent(this.path)}/settings`;
    }

    protected override mayChange({ access }: ClientSettings): boolean {
        return access.manage;
    }

    protected override async read(rest: Rest): Promise<Versioned<ClientSettings>> {
        const settings = super.read(rest);
        this.#limits = this.console.may('view-realm') ? (await rest.get<RealmSettings>('settings')).settings : [];
        return settings;
    }

    protected override above({ warnings }: ClientSettings): unknown {
        return html`<p class=${pf('u-mb-md')}>${text('client.body')}</p>
            ${warnings.map(warning =>
                note('warning', translated(`warning.${warning}`, warning), text(`warning.${warning}.body`)),
            )}`;
    }

    protected override sections({ settings }: ClientSettings): readonly Section[] {
        return [{ title: text('client.title'), settings }];
    }

    protected override remark({ name }: Setting): string {
        const limit = this.#limits.find(setting => setting.name === LIMITS[name])?.value;
        if (!limit || limit === 'none') {
            return '';
        }
        return name === 'rotation_type'
            ? text(`limit.rotation.${limit}`)
            : text('limit.lifetime', { limit: duration(Number(limit)) });
    }
}
