// @auth0/auth0-spa-js, in a browser that has no cookies of other sites in frames.
import assert from 'node:assert/strict';
import { inChromium, keep, signIn } from './browser.mjs';
import { billing, domain, neighbour, orders, scope, stranger, unknownToken } from './realm.mjs';
import { refused, works } from './report.mjs';
import { servePageWith } from './site.mjs';

const server = await servePageWith(`${process.env.SDK_MODULE}/dist/auth0-spa-js.production.js`);

/** A page of the application with a client of the SDK, called client. */
async function open(page, origin, options = {}) {
    await page.goto(origin);
    await client(page, options);
}

function client(page, options) {
    return page.evaluate(
        given => {
            window.client = new window.auth0.Auth0Client({
                ...given,
                authorizationParams: { ...given.authorizationParams, redirect_uri: window.origin },
            });
        },
        { domain, clientId: 'spa', authorizationParams: { audience: orders, scope }, ...options },
    );
}

/** A token that no cache has. An error keeps its code, which none does on its way out of a browser. */
async function fresh(page, options = {}) {
    const answer = await page.evaluate(
        given => window.client.getTokenSilently({ cacheMode: 'off', ...given }).then(
            token => ({ token }),
            ({ error, error_description, message }) => ({ refusal: { error, error_description, message } }),
        ),
        options,
    );
    if (answer.refusal) {
        throw answer.refusal;
    }
    return JSON.parse(Buffer.from(answer.token.split('.')[1], 'base64url'));
}

async function popup(page, form, options = {}) {
    const [window] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate(given => {
            window.login = window.client.loginWithPopup(given);
        }, options),
    ]);
    if (form) {
        await signIn(window, 'popup');
    }
    await page.evaluate(() => window.login);
}

/** Does something, then takes the page's storage back to what it was. */
async function restoringStorage(page, run) {
    const before = await page.evaluate(() => ({ ...localStorage }));
    await run(before);
    await page.evaluate(stored => Object.assign(localStorage, stored), before);
}

const refreshing = { useRefreshTokens: true, useMrrt: true };
const storing = { ...refreshing, cacheLocation: 'localstorage' };

await inChromium(async newContext => {
    const context = await newContext();
    const page = await context.newPage();
    const supports = await (async () => {
        await open(page, stranger);
        return page.evaluate(() => ({ revocation: 'revokeRefreshToken' in window.client }));
    })();

    await works('loginWithRedirect, handleRedirectCallback', async () => {
        await page.evaluate(() => {
            window.client.loginWithRedirect();
        });
        await signIn(page, 'login');
        await page.waitForURL(`${stranger}/?*code=*`);
        await client(page, refreshing);
        await page.evaluate(() => window.client.handleRedirectCallback());
        const user = await page.evaluate(() => window.client.getUser());
        assert.equal(user.email, 'alice@example.com');
    });

    await works('getTokenSilently, refresh tokens that rotate', async () => {
        const first = await fresh(page);
        const second = await fresh(page);
        assert.notEqual(first.jti, second.jti);
        assert.ok([second.aud].flat().includes(orders));
    });

    await works('getTokenSilently, useMrrt', async () => {
        const claims = await fresh(page, { authorizationParams: { audience: billing } });
        assert.ok([claims.aud].flat().includes(billing));
    });

    await refused('getTokenSilently in a frame, application at another site', 'login_required', async () => {
        await open(page, stranger);
        await fresh(page);
    });

    await works('getTokenSilently in a frame, application at the tenant\'s site', async () => {
        await open(page, neighbour);
        await fresh(page);
    });

    await works('checkSession', async () => {
        await open(page, neighbour);
        await page.evaluate(() => window.client.checkSession());
        assert.ok(await page.evaluate(() => window.client.isAuthenticated()));
    });

    await works('logout', async () => {
        await page.evaluate(returnTo => {
            window.client.logout({ logoutParams: { returnTo } });
        }, `${neighbour}/left`);
        await page.waitForURL(`${neighbour}/left`);
        await keep(page, 'logout');
    });

    await refused('getTokenSilently in a frame, logged out', 'login_required', async () => {
        await open(page, neighbour);
        await fresh(page);
    });

    await works('loginWithPopup', async () => {
        await open(page, stranger, storing);
        await popup(page, true);
    });

    await refused('getTokenSilently, another API without useMrrt', 'missing_refresh_token', async () => {
        await open(page, stranger, { useRefreshTokens: true, cacheLocation: 'localstorage' });
        await fresh(page);
        await fresh(page, { authorizationParams: { audience: billing } });
    });

    await refused('getTokenSilently, used token', unknownToken, async () => {
        await open(page, stranger, storing);
        await restoringStorage(page, () => fresh(page));
        await fresh(page);
    });

    await works('useFormData: false', async () => {
        await open(page, stranger, { ...refreshing, useFormData: false });
        await popup(page, false);
        await fresh(page);
    });

    await works('max_age, also on refresh', async () => {
        await open(page, stranger, { ...refreshing, authorizationParams: { audience: orders, scope, max_age: 3600 } });
        await popup(page, false);
        await fresh(page);
    });

    if (supports.revocation) {
        await works('useDpop', async () => {
            await open(page, stranger, { ...refreshing, useDpop: true });
            await popup(page, false);
            const claims = await fresh(page);
            assert.ok(claims.cnf.jkt);
        });
    }

    /** Revokes the refresh token, which the SDK keeps all the same. */
    const revoke = () => restoringStorage(page, stored => (supports.revocation
        ? page.evaluate(() => window.client.revokeRefreshToken())
        : Promise.all(Object.values(stored)
            .map(entry => JSON.parse(entry).body?.refresh_token)
            .filter(token => token)
            .map(token => fetch(`https://${domain}/oauth/revoke`, {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ client_id: 'spa', token }),
            })))));

    await open(page, stranger, storing);
    await popup(page, false);
    if (supports.revocation) {
        await works('revokeRefreshToken', revoke);
    } else {
        await revoke();
    }

    await refused('getTokenSilently, revoked', unknownToken, () => fresh(page));

    await works('getTokenSilently, revoked, useRefreshTokensFallback at the tenant\'s site', async () => {
        await open(page, neighbour, { ...storing, useRefreshTokensFallback: true });
        await popup(page, false);
        await revoke();
        await fresh(page);
    });
});

server.close();
