// A page of a single-page application with a client of auth0-spa-js, called client. Version 1 has other names for options.
import { signIn } from './browser.mjs';
import { domain, orders, scope, stranger, unknownToken } from './realm.mjs';

/** Opens the application at this address, with a new client. */
export async function open(page, origin, options = {}) {
    await page.goto(origin);
    await client(page, options);
}

function client(page, options) {
    return page.evaluate(
        given => {
            const { clientId, useMrrt, authorizationParams: parameters, ...options } = given;
            const authorizationParams = { ...parameters, redirect_uri: window.origin };
            window.client = window.auth0
                ? new window.auth0.Auth0Client({ clientId, useMrrt, authorizationParams, ...options })
                : new window.createAuth0Client.Auth0Client({ client_id: clientId, ...authorizationParams, ...options });
        },
        { domain, clientId: 'spa', authorizationParams: { audience: orders, scope }, ...options },
    );
}

/** Logs in at the tenant's own page, which is another site, and comes back. */
export async function logIn(page, options, picture) {
    await open(page, stranger, options);
    await page.evaluate(() => {
        window.client.loginWithRedirect();
    });
    await signIn(page, picture);
    await page.waitForURL(`${stranger}/?*code=*`);
    await client(page, options);
    await page.evaluate(() => window.client.handleRedirectCallback());
}

/** Logs in in a window of its own. Whoever is logged in there already sees no form. */
export async function popup(page, form) {
    const [window] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate(() => {
            window.login = window.client.loginWithPopup();
        }),
    ]);
    if (form) {
        await signIn(window, 'popup');
    }
    await page.evaluate(() => window.login);
}

/** Logs out, and waits for the application's page after that. */
export async function leave(page, origin) {
    await page.evaluate(returnTo => {
        window.client.logout(window.auth0 ? { logoutParams: { returnTo } } : { returnTo });
    }, `${origin}/left`);
    await page.waitForURL(`${origin}/left`);
}

/** The claims of a token that no cache has. An error keeps its code, which none does on its way out of a browser. */
export async function fresh(page, options = {}) {
    const answer = await page.evaluate(
        given => window.client.getTokenSilently(
            window.auth0 ? { cacheMode: 'off', ...given } : { ignoreCache: true, ...given.authorizationParams },
        ).then(
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

/** Does something, then takes the page's storage back to what it was. */
export async function restoringStorage(page, run) {
    const before = await page.evaluate(() => ({ ...localStorage }));
    await run(before);
    await page.evaluate(stored => Object.assign(localStorage, stored), before);
}

/** Whether it is version 1, which asks in a frame whenever a refresh token is missing or refused. */
export function first(page) {
    return page.evaluate(() => !window.auth0);
}

/** What a refresh says with a token that is refused. In a frame, at another site than the tenant's, nobody is logged in. */
export async function refusal(page) {
    return (await first(page)) ? 'login_required' : unknownToken;
}

/** Whether the SDK can revoke: older ones cannot. */
export function revokes(page) {
    return page.evaluate(() => 'revokeRefreshToken' in window.client);
}

/** Revokes the refresh token in the page's storage, by the SDK or without it. The SDK keeps the token all the same. */
export async function revoke(page, tenant = domain) {
    const bySdk = await revokes(page);
    await restoringStorage(page, stored => (bySdk
        ? page.evaluate(() => window.client.revokeRefreshToken())
        : Promise.all(Object.values(stored)
            .map(entry => JSON.parse(entry).body?.refresh_token)
            .filter(token => token)
            .map(token => page.evaluate(
                ([host, body]) => fetch(`https://${host}/oauth/revoke`, {
                    method: 'POST',
                    headers: { 'Content-Type': 'application/json' },
                    body: JSON.stringify(body),
                }),
                [tenant, { client_id: 'spa', token }],
            )))));
}
