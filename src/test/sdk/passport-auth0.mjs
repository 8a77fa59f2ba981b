// passport-auth0 with Express: the refresh token reaches the application, which renews by JSON without an SDK.
import assert from 'node:assert/strict';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import Auth0Strategy from 'passport-auth0';
import { inChromium, signIn } from './browser.mjs';
import { domain, orders, reports, scope, stranger, unknownToken, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';
import { serve } from './site.mjs';

let loggedIn;

passport.use(new Auth0Strategy(
    { domain, clientID: webApp.clientId, clientSecret: webApp.clientSecret, callbackURL: `${stranger}/callback` },
    (accessToken, refreshToken, extraParams, profile, done) => {
        loggedIn = { accessToken, refreshToken, extraParams, profile };
        done(null, profile);
    },
));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const application = express();
application.use(session({ secret: 'of the test', resave: false, saveUninitialized: false }));
application.use(passport.initialize());
application.use(passport.session());
application.get('/login', passport.authenticate('auth0', { scope, audience: orders }));
application.get('/login/reports', passport.authenticate('auth0', { scope, audience: reports }));
application.get('/login/plain', passport.authenticate('auth0', { scope, maxAge: 3600 }));
application.get('/callback', passport.authenticate('auth0', { failureRedirect: '/failed' }), (request, response) =>
    response.redirect('/home'));
application.get('/logout', (request, response) => {
    const query = new URLSearchParams({ client_id: webApp.clientId, returnTo: `${stranger}/left` });
    request.logout(() => response.redirect(`https://${domain}/v2/logout?${query}`));
});
application.use((request, response) => response.send(request.user ? request.user.displayName : 'nobody'));
const server = await serve(application);

async function post(path, parameters) {
    const answer = await fetch(`https://${domain}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ client_id: webApp.clientId, client_secret: webApp.clientSecret, ...parameters }),
    });
    const text = await answer.text();
    if (!answer.ok) {
        throw { statusCode: answer.status, ...JSON.parse(text) };
    }
    return text && JSON.parse(text);
}

function refresh() {
    return post('/oauth/token', { grant_type: 'refresh_token', refresh_token: loggedIn.refreshToken });
}

await inChromium(async newContext => {
    const page = await (await newContext()).newPage();

    await works('passport.authenticate, callback', async () => {
        await page.goto(`${stranger}/login`);
        await signIn(page);
        await page.waitForURL(`${stranger}/home`);
        assert.equal(await page.textContent('body'), 'Alice Archer');
        assert.equal(loggedIn.profile.emails[0].value, 'alice@example.com');
        assert.ok(loggedIn.refreshToken && loggedIn.extraParams.id_token);
    });

    await works('refresh by the application, JSON', async () => {
        const tokens = await refresh();
        assert.equal(tokens.expires_in, 86400);
    });

    await works('passport.authenticate, single sign-on', async () => {
        await page.context().clearCookies({ domain: 'app.localhost' });
        await page.goto(`${stranger}/login`);
        await page.waitForURL(`${stranger}/home`);
    });

    const first = loggedIn;

    await works('passport.authenticate, API without offline access', async () => {
        await page.goto(`${stranger}/login/reports`);
        await page.waitForURL(`${stranger}/home`);
        assert.ok(loggedIn.accessToken && !loggedIn.refreshToken);
    });

    await works('passport.authenticate, maxAge and no audience', async () => {
        await page.goto(`${stranger}/login/plain`);
        await page.waitForURL(`${stranger}/home`);
        assert.ok(loggedIn.refreshToken);
    });

    loggedIn = first;

    await works('logout by the application', async () => {
        await page.goto(`${stranger}/logout`);
        assert.equal(page.url(), `${stranger}/left`);
        assert.equal(await page.textContent('body'), 'nobody');
        await page.goto(`${stranger}/login`);
        await page.waitForSelector('#kc-login');
        await refresh();
    });

    await works('revocation by the application, JSON', () => post('/oauth/revoke', { token: loggedIn.refreshToken }));

    await refused('refresh by the application, revoked', unknownToken, refresh);
});

server.close();
