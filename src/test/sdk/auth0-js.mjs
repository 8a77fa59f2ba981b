// auth0.js, with the implicit flow that applications of its time use.
import assert from 'node:assert/strict';
import { inChromium, signIn } from './browser.mjs';
import { connection, domain, issuer, neighbour, orders, stranger, unknownToken, user } from './realm.mjs';
import { refused, works } from './report.mjs';
import { servePageWith } from './site.mjs';

const server = await servePageWith(`${process.env.SDK_MODULE}/dist/auth0.min.js`);

async function open(page, origin, clientID) {
    await page.goto(origin);
    await client(page, clientID);
}

function client(page, clientID = 'spa') {
    return page.evaluate(
        given => {
            window.client = new window.auth0.WebAuth({ ...given, redirectUri: window.origin });
        },
        { domain, clientID, audience: orders, scope: 'openid profile email', responseType: 'token id_token' },
    );
}

/** Calls a method that takes a callback of (error, answer) as its last argument. */
async function call(page, method, ...args) {
    const [error, answer] = await page.evaluate(
        ([path, given]) => new Promise(resolve => {
            const names = path.split('.');
            const name = names.pop();
            const owner = names.reduce((object, next) => object[next], window.client);
            owner[name](...given, (refusal, result) => resolve([refusal, result]));
        }),
        [method, args],
    );
    if (error) {
        throw error;
    }
    return answer;
}

await inChromium(async newContext => {
    const page = await (await newContext()).newPage();

    const session = await works('authorize, parseHash', async () => {
        await open(page, stranger);
        await page.evaluate(() => window.client.authorize());
        await signIn(page);
        await page.waitForURL(`${stranger}/#*`);
        await client(page);
        const tokens = await call(page, 'parseHash');
        assert.equal(tokens.idTokenPayload.iss, issuer);
        assert.ok(tokens.accessToken);
        return tokens;
    });

    await works('client.userInfo', async () => {
        const claims = await call(page, 'client.userInfo', session.accessToken);
        assert.equal(claims.email, 'alice@example.com');
    });

    await refused('checkSession, application at another site', 'login_required', async () => {
        await open(page, stranger);
        await call(page, 'checkSession', {});
    });

    await works('checkSession', async () => {
        await open(page, neighbour);
        const tokens = await call(page, 'checkSession', {});
        assert.notEqual(tokens.accessToken, session.accessToken);
    });

    await works('renewAuth', async () => {
        const tokens = await call(page, 'renewAuth', { usePostMessage: false });
        assert.ok(tokens.accessToken);
    });

    await works('popup.authorize, popup.callback', async () => {
        await open(page, stranger);
        const [, tokens] = await Promise.all([
            page.waitForEvent('popup').then(async window => {
                await window.waitForURL(`${stranger}/#*`);
                await client(window);
                await window.evaluate(() => window.client.popup.callback()).catch(() => {}); // It closes itself.
            }),
            call(page, 'popup.authorize', {}),
        ]);
        assert.ok(tokens.accessToken);
    });

    const credentials = { username: user, password: user, audience: orders, scope: 'openid offline_access' };

    const native = await works('client.login', async () => {
        await open(page, stranger, 'native-app');
        const tokens = await call(page, 'client.login', { realm: connection, ...credentials });
        assert.ok(tokens.refreshToken);
        return tokens;
    });

    await works('client.loginWithDefaultDirectory', () => call(page, 'client.loginWithDefaultDirectory', credentials));

    await refused('client.login, wrong password', 'Wrong email or password.', () =>
        call(page, 'client.login', { realm: connection, ...credentials, password: 'wrong' }));

    const refresh = () => call(page, 'client.oauthToken', {
        grantType: 'refresh_token',
        refreshToken: native.refreshToken,
    });

    await works('client.oauthToken, refresh_token', async () => {
        const tokens = await refresh();
        assert.notEqual(tokens.accessToken, native.accessToken);
    });

    const revocation = await fetch(`https://${domain}/oauth/revoke`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ client_id: 'native-app', token: native.refreshToken }),
    });
    assert.equal(revocation.status, 200);

    await refused('client.oauthToken, refresh_token, revoked', unknownToken, refresh);

    await works('logout', async () => {
        await open(page, stranger);
        await page.evaluate(returnTo => window.client.logout({ clientID: 'spa', returnTo }), `${neighbour}/left`);
        await page.waitForURL(`${neighbour}/left`);
    });

    await refused('checkSession, logged out', 'login_required', async () => {
        await open(page, neighbour);
        await call(page, 'checkSession', {});
    });
});

server.close();
