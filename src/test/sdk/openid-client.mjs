// openid-client: no SDK of Auth0's, but what many applications of its customers use. It finds everything by the metadata.
import assert from 'node:assert/strict';
import * as client from 'openid-client';
import { aBrowser, callback } from './person.mjs';
import { issuer, orders, scope, unknownToken, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';

const browser = aBrowser();

const configuration = await works('discovery', async () => {
    const found = await client.discovery(new URL(issuer), webApp.clientId, webApp.clientSecret, undefined, {
        execute: [client.enableNonRepudiationChecks], // It fetches the keys, and verifies each ID token's signature.
    });
    assert.equal(found.serverMetadata().token_endpoint, `${issuer}oauth/token`);
    assert.equal(found.serverMetadata().end_session_endpoint, `${issuer}oidc/logout`);
    return found;
});

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const login = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope,
    audience: orders,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
});

const session = await works('buildAuthorizationUrl, authorizationCodeGrant with PKCE', async () => {
    const tokens = await client.authorizationCodeGrant(configuration, await browser.signIn(login), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
    });
    assert.equal(tokens.claims().iss, issuer);
    assert.equal(tokens.claims().email, 'alice@example.com');
    assert.ok(tokens.refresh_token);
    return tokens;
});

await works('refreshTokenGrant', async () => {
    const tokens = await client.refreshTokenGrant(configuration, session.refresh_token);
    assert.notEqual(tokens.access_token, session.access_token);
    assert.equal(tokens.claims().sub, session.claims().sub);
});

await works('fetchUserInfo', async () => {
    const claims = await client.fetchUserInfo(configuration, session.access_token, session.claims().sub);
    assert.equal(claims.email, 'alice@example.com');
});

await works('tokenRevocation', () => client.tokenRevocation(configuration, session.refresh_token));

await refused('refreshTokenGrant, revoked', unknownToken, () =>
    client.refreshTokenGrant(configuration, session.refresh_token));

await works('buildEndSessionUrl', async () => {
    assert.ok(await browser.visit(login) instanceof URL, 'the browser has a session');
    const left = await browser.visit(client.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: callback,
        id_token_hint: session.id_token,
    }));
    assert.equal(left.href, callback);
    assert.ok(!(await browser.visit(login) instanceof URL), 'it is asked to log in');
});
