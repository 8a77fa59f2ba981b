// @auth0/auth0-spa-js, in a browser that has no cookies of other sites in frames.
import assert from 'node:assert/strict';
import { inChromium, keep } from './browser.mjs';
import { billing, neighbour, orders, scope, stranger } from './realm.mjs';
import { refused, works } from './report.mjs';
import { servePageWith } from './site.mjs';
import { first, fresh, leave, logIn, open, popup, refusal, restoringStorage, revoke, revokes } from './spa.mjs';
import { forAnOrganization } from './spa-organization.mjs';

const server = await servePageWith(`${process.env.SDK_MODULE}/dist/auth0-spa-js.production.js`);

const refreshing = { useRefreshTokens: true, useMrrt: true };
const storing = { ...refreshing, cacheLocation: 'localstorage' };

await inChromium(async newContext => {
    const context = await newContext();
    const page = await context.newPage();

    await works('loginWithRedirect, handleRedirectCallback', async () => {
        await logIn(page, refreshing, 'login');
        const user = await page.evaluate(() => window.client.getUser());
        assert.equal(user.email, 'alice@example.com');
    });

    await works('getTokenSilently, refresh tokens that rotate', async () => {
        const first = await fresh(page);
        const second = await fresh(page);
        assert.notEqual(first.jti, second.jti);
        assert.ok([second.aud].flat().includes(orders));
    });

    const asksInAFrame = await first(page);

    if (!asksInAFrame) {
        await works('getTokenSilently, useMrrt', async () => {
            const claims = await fresh(page, { authorizationParams: { audience: billing } });
            assert.ok([claims.aud].flat().includes(billing));
        });
    }

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
        await leave(page, neighbour);
        await keep(page, 'logout', [
            page.getByRole('heading', { name: 'Application' }),
            page.getByText('You are logged out.'),
        ]);
    });

    await refused('getTokenSilently in a frame, logged out', 'login_required', async () => {
        await open(page, neighbour);
        await fresh(page);
    });

    await works('loginWithPopup', async () => {
        await open(page, stranger, storing);
        await popup(page, true);
    });

    const missing = asksInAFrame ? 'login_required' : 'missing_refresh_token';
    await refused('getTokenSilently, another API without useMrrt', missing, async () => {
        await open(page, stranger, { useRefreshTokens: true, cacheLocation: 'localstorage' });
        await fresh(page);
        await fresh(page, { authorizationParams: { audience: billing } });
    });

    await refused('getTokenSilently, used token', await refusal(page), async () => {
        await open(page, stranger, storing);
        await restoringStorage(page, () => fresh(page));
        await fresh(page);
    });

    await works('useFormData: false', async () => {
        const authorizationParams = { audience: orders, scope, max_age: 3600 }; // a number in JSON
        await open(page, stranger, { ...refreshing, authorizationParams, useFormData: false });
        await popup(page, false);
        await fresh(page);
    });

    await works('max_age, also on refresh', async () => {
        await open(page, stranger, { ...refreshing, authorizationParams: { audience: orders, scope, max_age: 3600 } });
        await popup(page, false);
        await fresh(page);
    });

    const newer = await revokes(page);

    if (newer) {
        await works('useDpop', async () => {
            await open(page, stranger, { ...refreshing, useDpop: true });
            await popup(page, false);
            const claims = await fresh(page);
            assert.ok(claims.cnf.jkt);
        });
    }

    await open(page, stranger, storing);
    await popup(page, false);
    if (newer) {
        await works('revokeRefreshToken', () => revoke(page));
    } else {
        await revoke(page);
    }

    await refused('getTokenSilently, revoked', await refusal(page), () => fresh(page));

    await works('getTokenSilently, revoked, useRefreshTokensFallback at the tenant\'s site', async () => {
        await open(page, neighbour, { ...storing, useRefreshTokensFallback: true });
        await popup(page, false);
        await revoke(page);
        await fresh(page);
    });

    await forAnOrganization(await (await newContext()).newPage());
});

server.close();
