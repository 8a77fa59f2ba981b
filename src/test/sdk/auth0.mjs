// auth0 for Node: AuthenticationClient, UserInfoClient and ManagementClient. Version 7 has the last one only.
import { authenticates } from './auth0-versions.mjs';
import { configure, manage } from './management.mjs';
import { callback, code } from './person.mjs';
import { domain, webApp } from './realm.mjs';

/** Logs a user in without the SDK, and gives their id. */
async function logIn(person) {
    const answer = await fetch(`https://${domain}/oauth/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
            grant_type: 'authorization_code',
            client_id: webApp.clientId,
            client_secret: webApp.clientSecret,
            code: await code({}, person),
            redirect_uri: callback,
        }),
    });
    const { id_token: idToken } = await answer.json();
    return JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url')).sub;
}

const { authenticate, revoke } = authenticates ? await import('./authentication.mjs') : {};
const session = await authenticate?.();
const again = () => logIn('bob');
await manage(await again(), again);
await configure();
await revoke?.(session);
