// auth0 for Node: AuthenticationClient and UserInfoClient. Version 7 has neither.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { authentication, given, profile, signs } from './auth0-versions.mjs';
import { callback, code, signIn } from './person.mjs';
import { connection, domain, machine, orders, scope, unknownToken, user, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';

const oauth = authentication({ domain, ...webApp });

/** Everything that the SDK can do with tokens but revoking them. Returns those of a login. */
export async function authenticate() {
    const session = await works('oauth.authorizationCodeGrant', async () => {
        const data = given(await oauth.authorizationCodeGrant({ code: await code(), redirect_uri: callback }));
        assert.ok(data.refresh_token && data.id_token);
        return data;
    });

    if (oauth.authorizationCodeGrantWithPKCE) {
        await works('oauth.authorizationCodeGrantWithPKCE', async () => {
            const verifier = randomBytes(32).toString('base64url');
            const challenge = createHash('sha256').update(verifier).digest('base64url');
            const data = given(await oauth.authorizationCodeGrantWithPKCE({
                code: await code({ code_challenge: challenge, code_challenge_method: 'S256' }),
                code_verifier: verifier,
                redirect_uri: callback,
            }));
            assert.ok(data.refresh_token);
        });
    }

    await works('oauth.passwordGrant', async () => {
        const data = given(await oauth.passwordGrant({ username: user, password: user, audience: orders, scope }));
        assert.ok(data.refresh_token && data.id_token);
    });

    await refused('oauth.passwordGrant, wrong password', 'Wrong email or password.', () =>
        oauth.passwordGrant({ username: user, password: 'wrong', audience: orders, scope }));

    await works('oauth.passwordGrant, realm', async () => {
        const data = given(await oauth.passwordGrant({ username: user, password: user, realm: connection, audience: orders, scope }));
        assert.ok(data.refresh_token);
    });

    await works('oauth.authorizationCodeGrant, without openid', async () => {
        const data = given(await oauth.authorizationCodeGrant({
            code: await code({ scope: 'offline_access read:orders' }),
            redirect_uri: callback,
        }));
        const renewed = given(await oauth.refreshTokenGrant({ refresh_token: data.refresh_token }));
        assert.ok(data.refresh_token && !data.id_token && !renewed.id_token);
    });

    await works('oauth.refreshTokenGrant', async () => {
        const data = given(await oauth.refreshTokenGrant({ refresh_token: session.refresh_token }));
        assert.equal(data.expires_in, 86400);
        assert.ok(data.id_token);
    });

    await works('oauth.refreshTokenGrant, less scope', async () => {
        const data = given(await oauth.refreshTokenGrant({ refresh_token: session.refresh_token, scope: 'openid' }));
        assert.ok(!data.scope?.includes('read:orders'));
    });

    await works('oauth.clientCredentialsGrant', () =>
        authentication({ domain, ...machine }).clientCredentialsGrant({ audience: orders }));

    if (signs()) {
        await works('oauth.refreshTokenGrant, clientAssertionSigningKey', async () => {
            const signing = authentication({
                domain,
                clientId: 'other-app',
                clientAssertionSigningKey: process.env.SIGNING_KEY,
            });
            const data = given(await signing.passwordGrant({ username: user, password: user, audience: orders, scope }));
            await signing.refreshTokenGrant({ refresh_token: data.refresh_token });
        });
    }

    if (oauth.pushedAuthorization) {
        await works('oauth.pushedAuthorization', async () => {
            const data = given(await oauth.pushedAuthorization({
                client_id: 'web-app',
                response_type: 'code',
                redirect_uri: callback,
                audience: orders,
                scope,
            }));
            const pushed = new URLSearchParams({ client_id: 'web-app', request_uri: data.request_uri });
            const answer = await signIn(`https://${domain}/authorize?${pushed}`);
            assert.ok(answer.searchParams.get('code'));
        });
    }

    await works('UserInfoClient.getUserInfo', async () => {
        const data = given(await profile(session.access_token));
        assert.equal(data.email, 'alice@example.com');
    });

    return session;
}

/** The end of the tokens of a login. */
export async function revoke(session) {
    await works('oauth.revokeRefreshToken', () => oauth.revokeRefreshToken({ token: session.refresh_token }));

    await refused('oauth.refreshTokenGrant, revoked', unknownToken, () =>
        oauth.refreshTokenGrant({ refresh_token: session.refresh_token }));
}
