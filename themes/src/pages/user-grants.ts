// User → Authorized applications.
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ask } from '../elements/dialog';
import { pf } from '../elements/patternfly';
import { empty } from '../elements/states';
import { type Column, Pages, table } from '../elements/table';
import { View } from '../elements/view';
import type { Family, Grant, GrantsPage, Rest } from '../rest';
import { counted, text, time, translated } from '../text';

interface Grants {
    alive: Pages<GrantsPage>;
    dead: Pages<GrantsPage>;
}

interface Device {
    grant: Grant;
    family: Family;
}

@customElement('rg-user-grants')
export class UserGrantsPage extends View<Grants> {
    @state() private open: ReadonlySet<string> = new Set();
    private mayRevoke = false;

    private get user(): string {
        return `users/${encodeURIComponent(this.path)}`;
    }


    protected override async read(rest: Rest): Promise<Grants> {
        const pages = (alive: boolean) =>
            new Pages<GrantsPage>(
                after => rest.get(`${this.user}/grants`, { alive: String(alive), after, max: '50' }),
                page => page.grants.length === 0,
            );
        const grants = { alive: pages(true), dead: pages(false) };
        await Promise.all([grants.alive.again(), grants.dead.again()]);
        this.mayRevoke = grants.alive.page?.access?.manage ?? false;
        return grants;
    }

    protected override show({ alive, dead }: Grants): TemplateResult {
        const grants = alive.page?.grants ?? [];
        const ended = devices(dead.page?.grants ?? []).sort((one, other) => (other.family.ended ?? 0) - (one.family.ended ?? 0));
        return html`<div data-testid="rg-grants">
                <p class=${pf('u-mb-md')}>${text('grants.body')}</p>
                ${grants.length === 0
                    ? empty(text('grants.none'), text('grants.none.body'))
                    : html`${this.mayRevoke
                          ? html`<button
                                type="button"
                                class=${pf('c-button m-secondary m-danger')}
                                data-testid="rg-revoke-all"
                                @click=${() => this.#revokeAll(grants)}
                            >
                                ${text('grants.revokeAll')}
                            </button>`
                          : ''}
                      ${table(text('grants.title'), this.#columns(), grants, grant => this.#devicesOf(grant))} ${alive.controls(to => this.#turn(to))}`}
            </div>
            ${ended.length === 0
                ? ''
                : html`<div data-testid="rg-ended" class=${pf('u-mt-xl')}>
                      <h2 class=${pf('c-title m-lg')}>${text('ended.title')}</h2>
                      <p>${text('ended.body')}</p>
                      ${table(text('ended.title'), endedColumns(), ended)} ${dead.controls(to => this.#turn(to))}
                  </div>`}`;
    }

    #turn(to: () => Promise<void>): void {
        to().then(
            () => this.requestUpdate(),
            error => this.refused(error),
        );
    }

    #columns(): readonly Column<Grant>[] {
        const columns: Column<Grant>[] = [
            { label: text('application'), cell: ({ client }) => html`<strong>${nameOf(client)}</strong>` },
            { label: text('api'), cell: apisOf },
            {
                label: text('scopes'),
                cell: ({ scope }) =>
                    html`<span class="rg-scopes">${scope.map(
                        one => html`<span class=${pf('c-label m-compact')}><span class=${pf('c-label__content')}><span class=${pf('c-label__text')}>${one}</span></span></span>`,
                    )}</span>`,
            },
            { label: text('devices'), cell: grant => this.#devices(grant) },
            { label: text('created'), cell: ({ families }) => time(Math.min(...families.map(({ created }) => created))) },
            { label: text('lastUsed'), cell: ({ families }) => time(Math.max(...families.map(({ lastUsed }) => lastUsed))) },
            { label: text('end'), cell: ({ families }) => endOf(families) },
        ];
        if (this.mayRevoke) {
            columns.push({
                label: text('actions'),
                quiet: true,
                cell: grant => html`<button
                    type="button"
                    class=${pf('c-button m-secondary m-danger m-small')}
                    data-testid="rg-revoke"
                    aria-label=${text('revoke.of', { application: nameOf(grant.client) })}
                    @click=${() => this.#revoke(grant)}
                >
                    ${text('revoke')}
                </button>`,
            });
        }
        return columns;
    }

    #devices(grant: Grant): TemplateResult {
        return html`<button
            type="button"
            class=${pf('c-button m-link m-inline')}
            data-testid="rg-devices"
            aria-expanded=${this.open.has(grant.id)}
            @click=${() => this.#toggle(grant.id)}
        >
            <span class="rg-count">${counted('devices.count', grant.families.length)}</span>
        </button>`;
    }

    #devicesOf(grant: Grant): TemplateResult | undefined {
        return this.open.has(grant.id)
            ? html`<ul class="rg-cards" aria-label=${text('devices.of', { application: nameOf(grant.client) })}>
                  ${grant.families.map(family => this.#device(grant, family))}
              </ul>`
            : undefined;
    }

    #device(grant: Grant, family: Family): TemplateResult {
        return html`<li data-testid="rg-device">
            <strong>${deviceOf(family)}</strong>
            <div>${text('device.login', { time: time(family.created), address: family.login.address ?? text('unknown') })}</div>
            <div>${text('device.lastUse', { time: time(family.lastUsed), address: family.lastUse.address ?? text('unknown') })}</div>
            <div>${text('device.end', { end: endOf([family]) })}</div>
            ${family.impersonator ? html`<div>${text('device.impersonator', { admin: family.impersonator })}</div>` : ''}
            ${this.mayRevoke
                ? html`<button
                      type="button"
                      class=${pf('c-button m-link m-inline m-danger')}
                      data-testid="rg-unlink"
                      @click=${() => this.#unlink(grant, family)}
                  >
                      ${text('unlink')}
                  </button>`
                : ''}
        </li>`;
    }

    #toggle(id: string): void {
        const open = new Set(this.open);
        if (!open.delete(id)) {
            open.add(id);
        }
        this.open = open;
    }

    #revoke(grant: Grant): Promise<void> {
        return this.#end(
            text('revoke.title', { application: nameOf(grant.client) }),
            text('revoke'),
            [grant],
            `${this.user}/grants/${encodeURIComponent(grant.id)}`,
        );
    }

    #revokeAll(grants: readonly Grant[]): Promise<void> {
        return this.#end(text('revokeAll.title'), text('grants.revokeAll'), grants, `${this.user}/grants`);
    }

    #unlink(grant: Grant, family: Family): Promise<void> {
        return this.#end(
            text('unlink.title', { device: deviceOf(family) }),
            text('unlink'),
            [{ ...grant, families: [family] }],
            `families/${encodeURIComponent(family.id)}`,
        );
    }

    /** Asks with what stops working, and ends it. */
    async #end(title: string, yes: string, grants: readonly Grant[], path: string): Promise<void> {
        const body = html`<p>${text('revoke.stops')}</p>
            <ul class=${pf('c-list')}>
                ${grants.map(
                    grant => html`<li>
                        ${text('revoke.effect', {
                            application: nameOf(grant.client),
                            api: apisOf(grant),
                            devices: counted('devices.count', grant.families.length),
                        })}
                    </li>`,
                )}
            </ul>
            <p class=${pf('u-mt-md')}>${text('revoke.stays')}</p>`;
        if (await ask({ title, body, yes, danger: true })) {
            await this.attempt(async () => {
                const { revokedFamilies } = await this.rest.delete<{ revokedFamilies: number }>(path);
                await this.readAgain();
                return counted('revoked', revokedFamilies);
            });
        }
    }
}

function endedColumns(): readonly Column<Device>[] {
    return [
        { label: text('application'), cell: ({ grant }) => nameOf(grant.client) },
        { label: text('api'), cell: ({ grant }) => apisOf(grant) },
        { label: text('device'), cell: ({ family }) => deviceOf(family) },
        { label: text('created'), cell: ({ family }) => time(family.created) },
        { label: text('ended'), cell: ({ family }) => (family.ended ? time(family.ended) : '') },
        {
            label: text('reason'),
            cell: ({ family }) => (family.reason ? translated(`reason.${family.reason}`, family.reason) : ''),
        },
    ];
}

function devices(grants: readonly Grant[]): Device[] {
    return grants.flatMap(grant => grant.families.map(family => ({ grant, family })));
}

function nameOf({ name, clientId, id }: Grant['client']): string {
    return name || clientId || id;
}

function apisOf({ apis, audience }: Grant): string {
    return apis.map(({ name }) => name).join(', ') || audience || text('api.none');
}

function deviceOf({ lastUse, login }: Family): string {
    return lastUse.name || login.name || text('device.unknown');
}

function endOf(families: readonly Family[]): string {
    const ends = families.map(({ end, idleEnd }) => Math.min(end ?? Infinity, idleEnd ?? Infinity));
    const last = Math.max(...ends);
    return last === Infinity ? text('end.never') : time(last);
}
