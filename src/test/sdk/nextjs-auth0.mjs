// @auth0/nextjs-auth0 with the requests and answers of Next.js, without its server: the middleware is all that the SDK has.
import assert from 'node:assert/strict';
import { Auth0Client } from '@auth0/nextjs-auth0/server';
import { NextRequest, NextResponse } from 'next/server.js';
import { inChromium, signIn } from './browser.mjs';
import { domain, orders, scope, stranger, unknownToken, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';
import { jobsAt, serve } from './site.mjs';

const client = new Auth0Client({
    // A bare name may have no port, and localhost is for development only: a tenant's own host needs neither line.
    domain: `https://${domain}`,
    allowInsecureRequests: true,
    ...webApp,
    appBaseUrl: stranger,
    secret: 'ab'.repeat(32),
    authorizationParameters: { audience: orders, scope },
});

const { done, inSession } = jobsAt(`${stranger}/home`);

const server = await serve(async (request, response) => {
    const asked = new NextRequest(new URL(request.url, stranger), { method: request.method, headers: request.headers });
    let answer = await client.middleware(asked);
    if (asked.nextUrl.pathname === '/home') {
        const session = await client.getSession(asked);
        answer = NextResponse.json(session?.user ?? {}, answer);
        await done(asked, answer);
    }
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(Buffer.from(await answer.arrayBuffer()));
});

function refresh(page) {
    return inSession(page, (request, response) => client.getAccessToken(request, response, { refresh: true }));
}

async function logIn(page) {
    await page.goto(`${stranger}/auth/login?returnTo=/home`);
    if (!page.url().startsWith(stranger)) {
        await signIn(page);
        await page.waitForURL(`${stranger}/home`);
    }
    const user = JSON.parse(await page.textContent('body'));
    assert.equal(user.email, 'alice@example.com');
}

await inChromium(async newContext => {
    const page = await (await newContext()).newPage();

    await works('/auth/login, /auth/callback, getSession', () => logIn(page));

    await works('getAccessToken, refresh', async () => {
        const first = await refresh(page);
        const second = await refresh(page);
        assert.notEqual(first.token, second.token);
    });

    await works('/auth/logout', async () => {
        await page.goto(`${stranger}/auth/logout?returnTo=${encodeURIComponent(`${stranger}/left`)}`);
        assert.equal(page.url(), `${stranger}/left`);
        await page.goto(`${stranger}/auth/login`);
        await page.waitForSelector('#kc-login');
    });

    await logIn(page);

    await works('revokeRefreshToken', () => inSession(page, request => client.revokeRefreshToken({ req: request })));

    await refused('getAccessToken, revoked', unknownToken, () => refresh(page));
});

server.close();
