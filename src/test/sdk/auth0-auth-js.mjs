// @auth0/auth0-auth-js: what auth0 for Node points to since its version 7, and what Auth0's server SDKs are made of.
import assert from 'node:assert/strict';
import { AuthClient } from '@auth0/auth0-auth-js';
import { aBrowser, callback, signIn } from './person.mjs';
import { domain, issuer, machine, orders, scope, unknownToken, user, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';

const client = new AuthClient({ domain, ...webApp, authorizationParams: { redirect_uri: callback } });

const browser = aBrowser();

const session = await works('buildAuthorizationUrl, getTokenByCode', async () => {
    const login = await client.buildAuthorizationUrl({ authorizationParams: { audience: orders, scope } });
    const back = await browser.signIn(login.authorizationUrl);
    const tokens = await client.getTokenByCode(back, { codeVerifier: login.codeVerifier });
    assert.equal(tokens.claims.iss, issuer);
    assert.ok(tokens.refreshToken);
    return tokens;
});

await works('buildAuthorizationUrl, pushed', async () => {
    const login = await client.buildAuthorizationUrl({
        pushedAuthorizationRequests: true,
        authorizationParams: { audience: orders, scope },
    });
    assert.ok(login.authorizationUrl.searchParams.get('request_uri'));
    await client.getTokenByCode(await signIn(login.authorizationUrl), { codeVerifier: login.codeVerifier });
});

await works('getTokenByPassword', () =>
    client.getTokenByPassword({ username: user, password: user, audience: orders, scope }));

await works('getTokenByRefreshToken', async () => {
    const tokens = await client.getTokenByRefreshToken({ refreshToken: session.refreshToken });
    assert.notEqual(tokens.accessToken, session.accessToken);
});

await works('getTokenByClientCredentials', () =>
    new AuthClient({ domain, ...machine }).getTokenByClientCredentials({ audience: orders }));

await works('getUserInfo', async () => {
    const claims = await client.getUserInfo({ accessToken: session.accessToken });
    assert.equal(claims.email, 'alice@example.com');
});

await works('revokeToken', () => client.revokeToken({ token: session.refreshToken }));

await refused('getTokenByRefreshToken, revoked', unknownToken, () =>
    client.getTokenByRefreshToken({ refreshToken: session.refreshToken }));

await works('buildLogoutUrl', async () => {
    const { authorizationUrl: login } = await client.buildAuthorizationUrl();
    assert.ok(await browser.visit(login) instanceof URL, 'the browser has a session');
    const address = await client.buildLogoutUrl({ returnTo: callback });
    assert.equal(address.origin + address.pathname, `${issuer}oidc/logout`);
    const left = await browser.visit(address);
    assert.equal(left.href, callback);
    assert.ok(!(await browser.visit(login) instanceof URL), 'it is asked to log in');
});
