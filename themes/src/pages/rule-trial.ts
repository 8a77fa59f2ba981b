// A trial of a script that issues nothing.
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Console } from '../contract';
import { field, input, select } from '../elements/field';
import { Light } from '../elements/light';
import { pf } from '../elements/patternfly';
import type { Search } from '../elements/search';
import { messageOf, note } from '../elements/states';
import { Rest, type Trial } from '../rest';
import { text } from '../text';
import '../elements/search';

/** The protocols that a script is tried with most; the server knows more. */
const PROTOCOLS = ['oauth2-refresh-token', 'oidc-basic-profile', 'oauth2-password', 'oidc-implicit-profile', 'oauth2-device-code'];

@customElement('rg-rule-trial')
export class RuleTrial extends Light {
    @property({ attribute: false }) console!: Console;
    @property({ attribute: false }) kind: 'rule' | 'action' = 'rule';
    @property({ attribute: false }) script = '';
    @state() private trial: Trial | undefined;
    @state() private problem: string | undefined;
    @state() private running = false;
    #protocol = PROTOCOLS[0]!;
    #audience = '';
    #scope = 'openid profile email offline_access';

    protected override render(): TemplateResult {
        const rest = new Rest(this.console);
        return html`<section aria-label=${text('trial.title')} class=${pf('u-mt-xl')}>
            <h2 class=${pf('c-title m-xl')}>${text('trial.title')}</h2>
            <p class=${pf('u-mb-md')}>${text('trial.body')}</p>
            <form class="rg-form ${pf('c-form')}" novalidate @submit=${this.#run}>
                ${field({
                    id: 'rg-trial-user',
                    label: text('trial.user'),
                    control: html`<rg-search name="rg-trial-user" .find=${(typed: string) => rest.users(typed)}></rg-search>`,
                })}
                ${field({
                    id: 'rg-trial-client',
                    label: text('application'),
                    control: html`<rg-search name="rg-trial-client" .find=${(typed: string) => rest.clients(typed)}></rg-search>`,
                })}
                ${field({
                    id: 'rg-trial-protocol',
                    label: text('trial.protocol'),
                    control: select('rg-trial-protocol', this.#protocol, PROTOCOLS.map(word => [word, word] as const), word => (this.#protocol = word)),
                })}
                ${field({
                    id: 'rg-trial-audience',
                    label: text('trial.audience'),
                    control: input('rg-trial-audience', this.#audience, typed => (this.#audience = typed)),
                })}
                ${field({
                    id: 'rg-trial-scope',
                    label: text('scopes'),
                    control: input('rg-trial-scope', this.#scope, typed => (this.#scope = typed)),
                })}
                <div class=${pf('c-form__group m-action')}>
                    <div class=${pf('c-form__actions')}>
                        <button type="submit" class=${pf('c-button m-secondary')} data-testid="rg-try" ?disabled=${this.running}>
                            ${text('trial.run')}
                        </button>
                    </div>
                </div>
            </form>
            <div data-testid="rg-outcome" aria-live="polite">
                ${this.problem ? note('danger', this.problem) : ''} ${this.trial ? outcome(this.trial) : ''}
            </div>
        </section>`;
    }

    #run = async (event: Event): Promise<void> => {
        event.preventDefault();
        const typed = (name: string) => this.querySelector<Search>(`rg-search[name="${name}"]`)!.typed;
        this.running = true;
        this.trial = undefined;
        this.problem = undefined;
        try {
            const { value } = await new Rest(this.console).post<Trial>('rules/try', {
                script: this.script,
                kind: this.kind,
                user: typed('rg-trial-user'),
                client_id: typed('rg-trial-client'),
                protocol: this.#protocol,
                audience: this.#audience,
                scope: this.#scope,
            });
            this.trial = value;
        } catch (error) {
            this.problem = messageOf(error);
        } finally {
            this.running = false;
        }
    };
}

function outcome(trial: Trial): TemplateResult {
    return html`${trial.allowed
            ? note('success', text('trial.allowed'), text('trial.duration', { milliseconds: trial.duration_ms }))
            : note('warning', text('trial.refused', { error: trial.error ?? '', description: trial.error_description ?? '' }), trial.reason)}
        ${part('trial.accessToken', trial.access_token)} ${part('trial.idToken', trial.id_token)}
        ${part('scopes', trial.scope?.join(' '))} ${part('trial.ignored', trial.ignored_claims?.join(', '))}
        ${part('trial.changes', trial.changes)} ${part('end', trial.refresh_token_expires_at)}
        ${part('trial.idleEnd', trial.refresh_token_idle_expires_at)} ${part('trial.log', trial.log.join('\n'))}`;
}

function part(title: string, what: object | string | undefined): TemplateResult | string {
    const words = typeof what === 'object' ? JSON.stringify(what, null, 2) : what;
    return words ? html`<h3 class=${pf('c-title m-md u-mt-md')}>${text(title)}</h3><pre class="rg-output">${words}</pre>` : '';
}
