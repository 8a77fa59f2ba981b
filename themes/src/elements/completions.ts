// What a script can ask of `user`, `context`, `event` and `api`: see docs/rules.md.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

type Members = { readonly [name: string]: Members | true };

const names = (...all: string[]): Members => Object.fromEntries(all.map(name => [name, true]));

const OBJECTS: Members = {
    user: names(
        'user_id', 'username', 'email', 'email_verified', 'name', 'given_name', 'family_name', 'nickname', 'picture',
        'phone_number', 'phone_verified', 'created_at', 'updated_at', 'last_password_reset', 'identities', 'multifactor',
        'app_metadata', 'user_metadata',
    ),
    context: {
        ...names(
            'tenant', 'clientID', 'clientName', 'clientMetadata', 'connection', 'connectionID', 'connectionStrategy',
            'protocol', 'sessionID', 'accessToken', 'idToken', 'organization',
        ),
        stats: names('loginsCount'),
        request: names('ip', 'userAgent', 'hostname', 'method', 'language', 'query', 'body'),
        authorization: names('roles'),
        authentication: names('methods'),
        sso: names('current_clients'),
    },
    event: {
        ...names('secrets'),
        user: names(
            'user_id', 'username', 'email', 'email_verified', 'name', 'given_name', 'family_name', 'nickname', 'picture',
            'created_at', 'updated_at', 'identities', 'app_metadata', 'user_metadata',
        ),
        client: names('client_id', 'name', 'metadata'),
        connection: names('id', 'name', 'strategy'),
        request: names('ip', 'user_agent', 'hostname', 'method', 'language', 'query', 'body'),
        transaction: names('protocol', 'requested_scopes', 'prompt', 'acr_values', 'ui_locales'),
        authorization: names('roles'),
        resource_server: names('identifier'),
        organization: names('id', 'name', 'display_name', 'metadata'),
        refresh_token: names(
            'id', 'created_at', 'expires_at', 'idle_expires_at', 'last_exchanged_at', 'rotating', 'session_id',
            'resource_servers', 'device',
        ),
        session: names('id'),
        authentication: names('methods'),
        stats: names('logins_count'),
        tenant: names('id'),
    },
    api: {
        access: names('deny'),
        accessToken: names('setCustomClaim', 'addScope', 'removeScope'),
        idToken: names('setCustomClaim'),
        refreshToken: names('revoke', 'setExpiresAt', 'setIdleExpiresAt'),
        user: names('setAppMetadata', 'setUserMetadata'),
        cache: names('get', 'set', 'delete'),
        multifactor: names('enable'),
        redirect: names('canRedirect'),
        rules: names('wasExecuted'),
    },
};

/** The members of what stands before the last dot. */
export function completions(context: CompletionContext): CompletionResult | null {
    const before = context.matchBefore(/\b(?:\w+\.)*\w*$/);
    if (!before || (before.from === before.to && !context.explicit)) {
        return null;
    }
    const path = before.text.split('.');
    const typed = path.pop()!;
    const members = path.reduce<Members | true | undefined>(
        (of, name) => (typeof of === 'object' && Object.hasOwn(of, name) ? of[name] : undefined),
        OBJECTS,
    );
    return typeof members === 'object'
        ? { from: before.to - typed.length, options: Object.keys(members).map(option), validFor: /^\w*$/ }
        : null;
}

function option(label: string): Completion {
    return { label, type: 'property' };
}
