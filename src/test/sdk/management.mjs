// auth0 for Node: ManagementClient. Versions 2 to 4 name their methods otherwise than the later ones.
import assert from 'node:assert/strict';
import { ManagementClient, given } from './auth0-versions.mjs';
import { domain, management, orders } from './realm.mjs';
import { refused, works } from './report.mjs';

async function all(page) {
    const items = [];
    for await (const item of page) {
        items.push(item);
    }
    return items;
}

/** Each operation as this version calls it. */
function operations(client) {
    if (client.grants) {
        const value = async answer => given(await answer);
        return {
            grants: user => value(client.grants.getAll({ user_id: user })),
            deleteGrant: id => client.grants.delete({ id }),
            devices: user => value(client.deviceCredentials.getAll({ user_id: user })),
            deleteDevice: id => client.deviceCredentials.delete({ id }),
            application: id => value(client.clients.get({ client_id: id })),
            changeApplication: (id, change) => value(client.clients.update({ client_id: id }, change)),
            apis: () => value(client.resourceServers.getAll()),
            rules: () => value(client.rules.getAll()),
            addRule: rule => value(client.rules.create(rule)),
            deleteRule: id => client.rules.delete({ id }),
            ...(client.refreshTokens && {
                tokens: async user => (await value(client.users.getRefreshTokens({ user_id: user }))).tokens,
                token: id => value(client.refreshTokens.get({ id })),
                deleteToken: id => client.refreshTokens.delete({ id }),
                deleteTokens: user => client.users.deleteRefreshTokens({ user_id: user }),
                sessions: async user => (await value(client.users.getSessions({ user_id: user }))).sessions,
                session: id => value(client.sessions.get({ id })),
                deleteSession: id => client.sessions.delete({ id }),
            }),
        };
    }
    return {
        grants: async user => all(await client.userGrants.list({ user_id: user })),
        deleteGrant: id => client.userGrants.delete(id),
        devices: async user => all(await client.deviceCredentials.list({ user_id: user })),
        deleteDevice: id => client.deviceCredentials.delete(id),
        tokens: async user => all(await client.users.refreshToken.list(user)),
        token: id => client.refreshTokens.get(id),
        deleteToken: id => client.refreshTokens.delete(id),
        deleteTokens: user => client.users.refreshToken.delete(user),
        revokeTokens: selection => client.refreshTokens.revoke(selection),
        sessions: async user => all(await client.users.sessions.list(user)),
        session: id => client.sessions.get(id),
        deleteSession: id => client.sessions.delete(id),
        revokeSession: id => client.sessions.revoke(id),
        revokeAccess: (user, what) => client.users.revokeAccess(user, what),
        application: id => client.clients.get(id),
        changeApplication: (id, change) => client.clients.update(id, change),
        apis: async () => all(await client.resourceServers.list()),
        rules: async () => all(await client.rules.list()),
        addRule: rule => client.rules.create(rule),
        deleteRule: id => client.rules.delete(id),
    };
}

/** What the SDK can do with applications, APIs and rules. */
export async function configure() {
    const api = operations(new ManagementClient({ domain, ...management }));

    await works('ManagementClient, clients', async () => {
        const { refresh_token: before } = await api.application('rotating-app');
        assert.equal(before.rotation_type, 'rotating');
        const change = { refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway: 7 } };
        const { refresh_token: after } = await api.changeApplication('rotating-app', change);
        assert.equal(after.leeway, 7);
        const shop = 'https://shop.example.com';
        const basic = await api.changeApplication('rotating-app', {
            token_endpoint_auth_method: 'client_secret_basic',
            allowed_origins: [shop],
        });
        assert.equal(basic.token_endpoint_auth_method, 'client_secret_basic');
        assert.ok(basic.allowed_origins.includes(shop) && !basic.web_origins.includes(shop));
        const post = await api.changeApplication('rotating-app', {
            token_endpoint_auth_method: 'client_secret_post',
            allowed_origins: [],
        });
        assert.equal(post.token_endpoint_auth_method, 'client_secret_post');
        assert.deepEqual(post.allowed_origins, post.web_origins);
    });
    await works('ManagementClient, resourceServers', async () => {
        const identifiers = (await api.apis()).map(found => found.identifier);
        assert.ok(identifiers.includes(orders));
    });
    await works('ManagementClient, rules', async () => {
        const script = 'function (user, context, callback) { callback(null, user, context); }';
        const { id } = await api.addRule({ name: 'Pass', script, enabled: false });
        assert.equal((await api.rules()).find(rule => rule.id === id).script, script);
        await api.deleteRule(id);
    });
}

/**
 * Everything that the SDK can do with a user's refresh tokens and sessions.
 *
 * @param user the user's id
 * @param login logs the user in in a new browser
 */
export async function manage(user, login) {
    const api = operations(new ManagementClient({ domain, ...management }));

    await works('ManagementClient, grants', async () => {
        const [grant] = await api.grants(user);
        assert.equal(grant.user_id, user);
        await api.deleteGrant(grant.id);
    });
    await login();
    await works('ManagementClient, deviceCredentials', async () => {
        const [device] = await api.devices(user);
        assert.equal(device.type, 'refresh_token');
        await api.deleteDevice(device.id);
    });
    if (!api.tokens) {
        return;
    }
    await login();
    await works('ManagementClient, refreshTokens', async () => {
        const [listed] = await api.tokens(user);
        const token = await api.token(listed.id);
        assert.equal(token.client_id, 'web-app');
        assert.equal(token.resource_servers.length, 1);
        await api.deleteToken(token.id);
    });
    await refused('ManagementClient, refreshTokens, unknown', 'The refresh token does not exist.', () => api.token('x'));
    await login();
    await works('ManagementClient, users.refreshTokens', async () => {
        await api.deleteTokens(user);
        assert.equal((await api.tokens(user)).length, 0);
    });
    if (api.revokeTokens) {
        await login();
        await works('ManagementClient, refreshTokens.revoke', async () => {
            await api.revokeTokens({ user_id: user, client_id: 'web-app' });
            assert.equal((await api.tokens(user)).length, 0);
        });
    }
    await login();
    await works('ManagementClient, sessions', async () => {
        const [listed] = await api.sessions(user);
        const session = await api.session(listed.id);
        assert.equal(session.user_id, user);
        await api.deleteSession(session.id);
    });
    if (api.revokeSession) {
        await login();
        await works('ManagementClient, sessions.revoke', async () => {
            const [session] = await api.sessions(user);
            await api.revokeSession(session.id);
        });
        await login();
        await works('ManagementClient, users.revokeAccess', async () => {
            await api.revokeAccess(user, { preserve_refresh_tokens: false });
            assert.equal((await api.tokens(user)).length, 0);
        });
    }
}
