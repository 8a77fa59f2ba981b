// express-openid-connect: a discovery client. It revokes nothing itself.
import assert from 'node:assert/strict';
import express from 'express';
import { inChromium, signIn } from './browser.mjs';
import { domain, orders, scope, stranger, unknownToken, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';
import { jobsAt, serve } from './site.mjs';

const { auth, requiresAuth } = (await import(process.env.SDK_MODULE)).default;

let openId;

const { done, inSession } = jobsAt(`${stranger}/home`);

const ofWebApp = {
    clientID: webApp.clientId,
    clientSecret: webApp.clientSecret,
    authorizationParams: { response_type: 'code', audience: orders, scope },
};

function applicationWith(options) {
    const application = express();
    application.use(auth({
        issuerBaseURL: `https://${domain}`,
        baseURL: stranger,
        secret: 'a long secret that only this test has',
        authRequired: false,
        routes: { postLogoutRedirect: '/left' },
        ...options,
    }));
    application.get('/home', requiresAuth(), async (request, response) => {
        openId = request.oidc;
        await done();
        response.send(request.oidc.user.email);
    });
    application.use((request, response) => response.send(request.oidc.user ? request.oidc.user.email : 'nobody'));
    return application;
}

let application = applicationWith({ ...ofWebApp, auth0Logout: true });
const server = await serve((request, response) => application(request, response));

async function logIn(page) {
    await page.goto(`${stranger}/home`);
    await signIn(page);
    await page.waitForURL(`${stranger}/home`);
    assert.equal(await page.textContent('body'), 'alice@example.com');
}

await inChromium(async newContext => {
    const page = await (await newContext()).newPage();
    let refreshToken;

    await works('requiresAuth, callback', async () => {
        await logIn(page);
        refreshToken = openId.refreshToken;
        assert.ok(refreshToken);
    });

    await works('accessToken.refresh', async () => {
        const before = openId.accessToken.access_token;
        const { access_token: after } = await inSession(page, () => openId.accessToken.refresh());
        assert.notEqual(after, before);
    });

    await works('fetchUserInfo', async () => {
        const claims = await inSession(page, () => openId.fetchUserInfo());
        assert.equal(claims.email, 'alice@example.com');
    });

    const revocation = await fetch(`https://${domain}/oauth/revoke`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ client_id: webApp.clientId, client_secret: webApp.clientSecret, token: refreshToken }),
    });
    assert.equal(revocation.status, 200);

    await refused('accessToken.refresh, revoked', unknownToken, () =>
        inSession(page, () => openId.accessToken.refresh()));

    async function leave() {
        await page.goto(`${stranger}/logout`);
        assert.equal(page.url(), `${stranger}/left`);
        assert.equal(await page.textContent('body'), 'nobody');
        await page.goto(`${stranger}/home`);
        await page.waitForSelector('#kc-login');
    }

    await works('logout, auth0Logout', leave);

    await works('requiresAuth, pushedAuthorizationRequests', async () => {
        application = applicationWith({ ...ofWebApp, idpLogout: true, pushedAuthorizationRequests: true });
        await logIn(page);
        assert.ok(openId.refreshToken);
    });

    await works('logout, idpLogout', leave);

    await works('requiresAuth, default: an ID token alone, by form_post', async () => {
        application = applicationWith({ clientID: 'spa', auth0Logout: true });
        const posted = page.waitForRequest(request => request.method() === 'POST' && request.url() === `${stranger}/callback`);
        await logIn(page);
        const parameters = [...new URLSearchParams((await posted).postData()).keys()];
        assert.deepEqual(parameters.filter(name => /token|code/.test(name)), ['id_token']);
        assert.ok(openId.idToken && !openId.accessToken && !openId.refreshToken);
    });

    await works('logout, default', leave);
});

server.close();
