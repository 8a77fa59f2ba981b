// auth0 for Node: AuthenticationClient, UserInfoClient and ManagementClient. Version 7 has the last one only.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { callback, signIn } from './person.mjs';
import { configure, manage } from './management.mjs';
import { connection, domain, machine, orders, scope, unknownToken, user, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';

const { AuthenticationClient, UserInfoClient } = await import(process.env.SDK_MODULE);

const { oauth } = new AuthenticationClient({ domain, ...webApp });

async function code(more = {}, person = user) {
    const query = { client_id: 'web-app', response_type: 'code', redirect_uri: callback, audience: orders, scope, ...more };
    const answer = await signIn(`https://${domain}/authorize?${new URLSearchParams(query)}`, person);
    return answer.searchParams.get('code');
}

const session = await works('oauth.authorizationCodeGrant', async () => {
    const { data } = await oauth.authorizationCodeGrant({ code: await code(), redirect_uri: callback });
    assert.ok(data.refresh_token && data.id_token);
    return data;
});

await works('oauth.authorizationCodeGrantWithPKCE', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const { data } = await oauth.authorizationCodeGrantWithPKCE({
        code: await code({ code_challenge: challenge, code_challenge_method: 'S256' }),
        code_verifier: verifier,
        redirect_uri: callback,
    });
    assert.ok(data.refresh_token);
});

await works('oauth.passwordGrant', async () => {
    const { data } = await oauth.passwordGrant({ username: user, password: user, audience: orders, scope });
    assert.ok(data.refresh_token && data.id_token);
});

await refused('oauth.passwordGrant, wrong password', 'Wrong email or password.', () =>
    oauth.passwordGrant({ username: user, password: 'wrong', audience: orders, scope }));

await works('oauth.passwordGrant, realm', async () => {
    const { data } = await oauth.passwordGrant({ username: user, password: user, realm: connection, audience: orders, scope });
    assert.ok(data.refresh_token);
});

await works('oauth.authorizationCodeGrant, without openid', async () => {
    const { data } = await oauth.authorizationCodeGrant({
        code: await code({ scope: 'offline_access read:orders' }),
        redirect_uri: callback,
    });
    const renewed = await oauth.refreshTokenGrant({ refresh_token: data.refresh_token });
    assert.ok(data.refresh_token && !data.id_token && !renewed.data.id_token);
});

await works('oauth.refreshTokenGrant', async () => {
    const { data } = await oauth.refreshTokenGrant({ refresh_token: session.refresh_token });
    assert.equal(data.expires_in, 86400);
    assert.ok(data.id_token);
});

await works('oauth.refreshTokenGrant, less scope', async () => {
    const { data } = await oauth.refreshTokenGrant({ refresh_token: session.refresh_token, scope: 'openid' });
    assert.ok(!data.scope?.includes('read:orders'));
});

await works('oauth.clientCredentialsGrant', () =>
    new AuthenticationClient({ domain, ...machine }).oauth.clientCredentialsGrant({ audience: orders }));

await works('oauth.refreshTokenGrant, clientAssertionSigningKey', async () => {
    const signing = new AuthenticationClient({
        domain,
        clientId: 'other-app',
        clientAssertionSigningKey: process.env.SIGNING_KEY,
    });
    const { data } = await signing.oauth.passwordGrant({ username: user, password: user, audience: orders, scope });
    await signing.oauth.refreshTokenGrant({ refresh_token: data.refresh_token });
});

await works('oauth.pushedAuthorization', async () => {
    const { data } = await oauth.pushedAuthorization({
        client_id: 'web-app',
        response_type: 'code',
        redirect_uri: callback,
        audience: orders,
        scope,
    });
    const pushed = new URLSearchParams({ client_id: 'web-app', request_uri: data.request_uri });
    const answer = await signIn(`https://${domain}/authorize?${pushed}`);
    assert.ok(answer.searchParams.get('code'));
});

await works('UserInfoClient.getUserInfo', async () => {
    const { data } = await new UserInfoClient({ domain }).getUserInfo(session.access_token);
    assert.equal(data.email, 'alice@example.com');
});

const logIn = async () => oauth.authorizationCodeGrant({ code: await code({}, 'bob'), redirect_uri: callback });
const { data: bob } = await logIn();
await manage(JSON.parse(Buffer.from(bob.id_token.split('.')[1], 'base64url')).sub, logIn);
await configure();

await works('oauth.revokeRefreshToken', () => oauth.revokeRefreshToken({ token: session.refresh_token }));

await refused('oauth.refreshTokenGrant, revoked', unknownToken, () =>
    oauth.refreshTokenGrant({ refresh_token: session.refresh_token }));
