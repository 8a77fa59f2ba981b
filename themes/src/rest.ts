// The admin REST API of the extension (docs/admin-api.md).
import type { Console } from './contract';

export interface Device {
    name: string;
    userAgent?: string;
    address?: string;
}

export interface Family {
    id: string;
    scope: string;
    created: number;
    lastUsed: number;
    end?: number;
    idleEnd?: number;
    login: Device;
    lastUse: Device;
    impersonator?: string;
    alive: boolean;
    ended?: number;
    reason?: string;
}

export interface Grant {
    id: string;
    user: { id: string; username?: string };
    client: { id: string; clientId?: string; name?: string };
    audience: string;
    apis: { id: string; identifier: string; name: string }[];
    scope: string[];
    families: Family[];
}

/** What the admin may do with what was read. */
export interface Access {
    manage: boolean;
}

export interface GrantsPage {
    grants: Grant[];
    next?: string;
    /** In the list of a user. */
    access?: Access;
}

export type Source = 'client' | 'realm' | 'server' | 'default';

export interface Setting {
    name: string;
    label: string;
    help: string;
    type: {
        kind: 'words' | 'number' | 'text';
        words?: string[];
        least?: number;
        most?: number;
        unit?: string;
        form?: string;
    };
    value?: string;
    from: Source;
    own?: string;
    inherited?: string;
    inheritedFrom: Source;
    problem?: string;
}

export interface ClientSettings {
    settings: Setting[];
    warnings: string[];
    access: Access;
}

export interface RealmSettings {
    tenant: { served: boolean; domain?: string; issuer?: string; problem?: string };
    settings: Setting[];
    defaults: Setting[];
}

export interface Api {
    id: string;
    name: string;
    identifier: string;
    allowOfflineAccess?: boolean;
    tokenLifetime?: number;
    tokenLifetimeForWeb?: number;
    problem?: string;
}

export interface ApiClient {
    id: string;
    clientId: string;
    name?: string;
    assignment: 'optional' | 'default';
}

export interface Rule {
    id: string;
    name?: string;
    provider: string;
    kind?: 'rule' | 'action';
    script?: string;
    enabled: boolean;
    order?: string;
    clients: string[];
    timeoutMs?: string;
    problem?: string;
    line?: number;
}

/** A value of `configuration`, which is never read again. */
export interface ConfigurationValue {
    key: string;
    /** Those that name it. */
    scripts: { id: string; name?: string }[];
}

/** What a script would do to tokens, or why it refuses them. */
export interface Trial {
    allowed: boolean;
    access_token?: object;
    id_token?: object;
    ignored_claims?: string[];
    scope?: string[];
    refresh_token_expires_at?: string;
    refresh_token_idle_expires_at?: string;
    changes?: object;
    reason?: string;
    error?: string;
    error_description?: string;
    log: string[];
    duration_ms: number;
}

/** What was read, and the version of it that a change can be bound to. */
export interface Versioned<T> {
    value: T;
    version: string | null;
}

/** What a search has found: what stands in the field for it, and what else helps to know it. */
export interface Found {
    id: string;
    name: string;
    about?: string;
}

/** A refusal of the server, in its words: of the whole request, and of members of its body. */
export class Refusal extends Error {
    readonly status: number;
    readonly fields: ReadonlyMap<string, string>;

    constructor(status: number, message: string, fields: ReadonlyMap<string, string>) {
        super(message);
        this.status = status;
        this.fields = fields;
    }

    static async of(answer: Response): Promise<Refusal> {
        type Error = { errorMessage?: string; error?: string; field?: string; errors?: Error[] };
        const body: Error = await answer.json().catch(() => ({}));
        const fields = new Map<string, string>();
        for (const { field, errorMessage } of [body, ...(body.errors ?? [])]) {
            if (field && errorMessage) {
                fields.set(field, errorMessage);
            }
        }
        return new Refusal(answer.status, body.errorMessage ?? body.error ?? `HTTP ${answer.status}`, fields);
    }
}

/** The REST API for the realm that is shown. A path is below `refresh-grants`. */
export class Rest {
    readonly #console: Console;

    constructor(console: Console) {
        this.#console = console;
    }

    async get<T>(path: string, query: Record<string, string | undefined> = {}): Promise<T> {
        return (await this.read<T>(path, query)).value;
    }

    async read<T>(path: string, query: Record<string, string | undefined> = {}): Promise<Versioned<T>> {
        const parameters = new URLSearchParams();
        for (const [name, value] of Object.entries(query)) {
            if (value !== undefined) {
                parameters.set(name, value);
            }
        }
        return this.#send<T>('GET', parameters.size > 0 ? `${path}?${parameters}` : path);
    }

    /** Changes what was read, unless somebody else has meanwhile. */
    async put<T>(path: string, body: unknown, version: string | null = null): Promise<Versioned<T>> {
        return this.#send<T>('PUT', path, body, version);
    }

    async post<T>(path: string, body: unknown): Promise<Versioned<T>> {
        return this.#send<T>('POST', path, body);
    }

    async delete<T>(path: string, version: string | null = null): Promise<T> {
        return (await this.#send<T>('DELETE', path, undefined, version)).value;
    }

    /** Clients of the realm whose client id contains what was typed. */
    async clients(typed: string): Promise<Found[]> {
        const found = await this.#find<{ id: string; clientId: string; name?: string }>('clients', { clientId: typed, search: 'true' });
        return found.map(({ id, clientId, name }) => ({ id, name: clientId, about: name }));
    }

    /** Whether a client is one of OpenID Connect. */
    async isOpenIdConnect(client: string): Promise<boolean> {
        const found: { protocol?: string } = await (await this.#ask(`clients/${encodeURIComponent(client)}`)).json();
        return found.protocol === 'openid-connect';
    }

    /** Users of the realm who are found by what was typed. */
    async users(typed: string): Promise<Found[]> {
        const found = await this.#find<{ id: string; username: string; email?: string }>('users', { search: typed });
        return found.map(({ id, username, email }) => ({ id, name: username, about: email }));
    }

    /** Asks Keycloak's own admin REST API. */
    async #find<T>(what: string, query: Record<string, string>): Promise<T[]> {
        const parameters = new URLSearchParams({ ...query, max: '20' });
        return (await this.#ask(`${what}?${parameters}`)).json();
    }

    async #send<T>(method: string, path: string, body?: unknown, version: string | null = null): Promise<Versioned<T>> {
        const answer = await this.#ask(`refresh-grants/${path}`, {
            method,
            headers: {
                Accept: 'application/json',
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...(version ? { 'If-Match': version } : {}),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await answer.text();
        return { value: (text ? JSON.parse(text) : undefined) as T, version: answer.headers.get('ETag') };
    }

    /** The server's answer below the realm, unless it refuses. */
    async #ask(path: string, request?: RequestInit): Promise<Response> {
        const answer = await this.#console.send(`/admin/realms/${encodeURIComponent(this.#console.realm)}/${path}`, request);
        if (!answer.ok) {
            throw await Refusal.of(answer);
        }
        return answer;
    }
}
