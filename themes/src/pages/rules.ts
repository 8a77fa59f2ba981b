// Rules: all of them, in running order. One of them is in `rule`, and what they are configured with in `configuration`.
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { toggle } from '../elements/field';
import { ListOrOne } from '../elements/list-or-one';
import { pf } from '../elements/patternfly';
import { empty, note } from '../elements/states';
import { type Column, table } from '../elements/table';
import { View } from '../elements/view';
import type { Rest, Rule } from '../rest';
import { text } from '../text';
import './configuration';

@customElement('rg-rules')
export class RulesPage extends ListOrOne {
    protected override list(): TemplateResult {
        return html`<rg-rule-list .console=${this.console}></rg-rule-list>
            <rg-configuration .console=${this.console}></rg-configuration>`;
    }

    protected override one(): TemplateResult {
        void import('./rule');
        return html`<rg-rule .console=${this.console} .path=${this.path}></rg-rule>`;
    }
}

@customElement('rg-rule-list')
export class RuleList extends View<readonly Rule[]> {
    protected override heading(): { title: string; body: string } {
        return { title: text('rules.title'), body: text('rules.body') };
    }

    private get mayChange(): boolean {
        return this.console.may('manage-realm');
    }

    protected override read(rest: Rest): Promise<readonly Rule[]> {
        return rest.get('rules');
    }

    protected override show(rules: readonly Rule[]): TemplateResult {
        return html`${this.mayChange
            ? html`<a class=${pf('c-button m-primary')} href=${this.console.href('/rules/new')} data-testid="rg-create">
                  ${text('rules.create')}
              </a>`
            : ''}
        ${rules.some(({ problem }) => problem) ? note('danger', text('rules.broken'), text('rules.broken.body')) : ''}
        ${rules.length === 0
            ? empty(text('rules.none'), text('rules.none.body'))
            : table(text('rules.title'), this.#columns(rules), rules)}`;
    }

    #columns(rules: readonly Rule[]): readonly Column<Rule>[] {
        const columns: Column<Rule>[] = [
            {
                label: text('rules.rule'),
                cell: rule => html`<a href=${this.console.href(`/rules/${encodeURIComponent(rule.id)}`)}>${nameOf(rule)}</a>
                    ${rule.problem ? html`<div role="note" data-testid="rg-problem">${rule.problem}</div>` : ''}`,
            },
            { label: text('rules.kind'), cell: ({ kind }) => text(`rules.kind.${kind ?? 'java'}`) },
            { label: text('applications'), cell: ({ clients }) => clients.join(', ') || text('rules.clients.all') },
            {
                label: text('rules.enabled'),
                cell: rule =>
                    toggle(
                        `rg-enabled-${rule.id}`,
                        text('rules.enabled.of', { rule: nameOf(rule) }),
                        rule.enabled,
                        enabled => this.#enable(rule, enabled),
                        !this.mayChange,
                    ),
            },
        ];
        if (this.mayChange) {
            columns.push({ label: text('rules.order'), cell: rule => this.#moves(rules, rule) });
        }
        return columns;
    }

    #moves(rules: readonly Rule[], rule: Rule): TemplateResult {
        // Actions run after all rules, wherever they stand.
        const peers = rules.filter(({ kind }) => (kind === 'action') === (rule.kind === 'action'));
        const place = peers.indexOf(rule);
        return html`${this.#move(rules, rule, peers[place - 1], 'up', '↑')} ${this.#move(rules, rule, peers[place + 1], 'down', '↓')}`;
    }

    #move(rules: readonly Rule[], rule: Rule, other: Rule | undefined, way: 'up' | 'down', arrow: string): TemplateResult {
        return html`<button
            type="button"
            class=${pf('c-button m-plain')}
            aria-label=${text(`rules.${way}`, { rule: nameOf(rule) })}
            data-testid="rg-${way}-${rule.name}"
            ?disabled=${!other}
            @click=${() => other && this.#swap(rules, rule, other)}
        >
            <span aria-hidden="true">${arrow}</span>
        </button>`;
    }

    #swap(rules: readonly Rule[], one: Rule, other: Rule): Promise<void> {
        const ids = rules.map(rule => (rule === one ? other : rule === other ? one : rule).id);
        return this.attempt(async () => {
            await this.rest.put('rules/order', { rules: ids });
            await this.readAgain();
            return text('rules.moved', { rule: nameOf(one) });
        });
    }

    async #enable(rule: Rule, enabled: boolean): Promise<void> {
        await this.attempt(async () => {
            await this.rest.put(`rules/${encodeURIComponent(rule.id)}`, { enabled });
            return text(enabled ? 'rules.isEnabled' : 'rules.isDisabled', { rule: nameOf(rule) });
        });
        // Also after a refusal: the switch shows what is stored.
        await this.readAgain();
    }
}

export function nameOf({ name, id }: Rule): string {
    return name || id;
}
