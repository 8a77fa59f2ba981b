// express-oauth2-jwt-bearer: an API that is asked with the tenant's access tokens.
import assert from 'node:assert/strict';
import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { billing, domain, issuer, neighbour, orders, user, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';
import { serve } from './site.mjs';

const api = express();
api.get('/orders', auth({ audience: orders, issuerBaseURL: issuer }), requiredScopes('read:orders'), (request, response) =>
    response.json({ subject: request.auth.payload.sub }));
const server = await serve(api);

async function tokens(audience, scope, more = {}) {
    const answer = await fetch(`https://${domain}/oauth/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
            client_id: webApp.clientId,
            client_secret: webApp.clientSecret,
            grant_type: 'password',
            username: user,
            password: user,
            audience,
            scope,
            ...more,
        }),
    });
    assert.equal(answer.status, 200);
    return answer.json();
}

/** The API's answer. Its refusals are in a header. */
async function ask(token) {
    const answer = await fetch(`${neighbour}/orders`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) {
        throw { statusCode: answer.status, message: answer.headers.get('www-authenticate') };
    }
    return answer.json();
}

await works('auth, requiredScopes', async () => {
    const session = await tokens(orders, 'offline_access read:orders');
    assert.ok((await ask(session.access_token)).subject);
    const renewed = await tokens(undefined, undefined, { grant_type: 'refresh_token', refresh_token: session.refresh_token });
    assert.ok((await ask(renewed.access_token)).subject);
});

await refused('auth, token for another API', 'invalid_token', async () =>
    ask((await tokens(billing, 'read:orders')).access_token));

await refused('requiredScopes, token without the scope', 'insufficient_scope', async () =>
    ask((await tokens(orders, 'openid')).access_token));

await refused('auth, ID token', 'invalid_token', async () => ask((await tokens(orders, 'openid')).id_token));

server.close();
