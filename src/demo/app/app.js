// The demo's page. Tokens are in the local storage so that it can show them; auth0-spa-js keeps them in memory by default.
(async () => {
    const settings = await (await fetch('/settings.json')).json();
    const issuer = `https://${settings.domain}`;
    const client = new auth0.Auth0Client({
        domain: settings.domain,
        clientId: settings.client_id,
        useRefreshTokens: true,
        cacheLocation: 'localstorage',
        authorizationParams: {
            redirect_uri: location.origin,
            audience: settings.audience,
            scope: 'openid profile email offline_access read:orders',
        },
    });

    const byId = id => document.getElementById(id);
    const LINE = 'demo.line';
    const ENDED = 'demo.ended';
    let idToken;

    /** What the SDK has in its cache about the API: its tokens and when it got them. */
    function cached() {
        const entries = Object.keys(localStorage)
            .filter(key => key.startsWith('@@auth0spajs@@') && key.includes(settings.audience))
            .map(key => JSON.parse(localStorage.getItem(key)).body);
        return entries[0] ?? {};
    }

    /** The refresh tokens of this login, the first one first. */
    function line() {
        return JSON.parse(sessionStorage.getItem(LINE) ?? '[]');
    }

    function remember(token) {
        const known = line();
        if (token && !known.includes(token)) {
            sessionStorage.setItem(LINE, JSON.stringify([...known, token]));
        }
    }

    /** Whether the newest refresh token has ended, too. */
    function ended() {
        return sessionStorage.getItem(ENDED) !== null;
    }

    function end() {
        sessionStorage.setItem(ENDED, 'yes');
    }

    function forget() {
        sessionStorage.removeItem(LINE);
        sessionStorage.removeItem(ENDED);
    }

    function claims(token) {
        const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
        return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), letter => letter.charCodeAt(0))));
    }

    function report(text, refused = false) {
        const entry = document.createElement('li');
        const time = document.createElement('time');
        time.textContent = new Date().toLocaleTimeString('en-GB');
        const words = document.createElement('span');
        words.textContent = text;
        words.className = refused ? 'refused' : '';
        entry.append(time, words);
        byId('log').prepend(entry);
    }

    function reportRefusal(what, error) {
        report(`${what}: ${error.error ?? 'error'}, ${error.error_description ?? error.message}`, true);
    }

    function showLife(name, token) {
        const { iat, exp } = claims(token);
        const left = Math.max(0, exp - Date.now() / 1000);
        byId(name).textContent = `…${token.slice(-12)}`;
        byId(`${name}-life`).value = left / (exp - iat);
        byId(`${name}-life`).setAttribute('aria-label', 'Life that is left');
        byId(`${name}-end`).textContent = left > 0 ? `ends in ${duration(left)}` : 'has ended';
    }

    function duration(seconds) {
        const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
        return parts.map(part => String(part).padStart(2, '0')).join(':');
    }

    function showTokens() {
        const body = cached();
        if (!body.access_token || !idToken) {
            return;
        }
        const { aud, scope } = claims(body.access_token);
        showLife('access', body.access_token);
        byId('access-for').textContent = `for ${[aud].flat().join(', ')}, with ${scope}`;
        showLife('id', idToken);
    }

    function showLine() {
        const known = line();
        byId('line').replaceChildren(...known.map((token, index) => {
            const item = document.createElement('li');
            const alive = index === known.length - 1 && !ended();
            const state = document.createElement('span');
            state.textContent = alive ? ', can be used' : ', has ended';
            state.className = 'unseen';
            item.append(`${index + 1}: …${token.slice(-8)}`, state);
            item.className = alive ? 'alive' : '';
            return item;
        }));
        byId('reuse').disabled = known.length < 2 || ended();
        byId('revoke').disabled = ended();
    }

    async function show() {
        const user = await client.getUser();
        byId('session').hidden = !user;
        byId('stranger').hidden = Boolean(user);
        if (user) {
            byId('name').textContent = user.name;
            byId('email').textContent = user.email;
            idToken = (await client.getIdTokenClaims()).__raw;
            remember(cached().refresh_token);
            showTokens();
            showLine();
        }
    }

    function on(id, run) {
        byId(id).addEventListener('click', async () => {
            byId(id).disabled = true;
            try {
                await run();
            } catch (error) {
                reportRefusal(byId(id).textContent, error);
            } finally {
                byId(id).disabled = false;
                await show();
            }
        });
    }

    async function ask(path, parameters) {
        const answer = await fetch(`${issuer}${path}`, {
            method: 'POST',
            body: new URLSearchParams({ client_id: settings.client_id, ...parameters }),
        });
        if (!answer.ok) {
            throw await answer.json();
        }
    }

    on('login', () => client.loginWithRedirect());

    on('popup', async () => {
        forget();
        await client.loginWithPopup();
        report('Logged in: access token, ID token and the first refresh token');
    });

    on('refresh', async () => {
        const used = line().length;
        await client.getTokenSilently({ cacheMode: 'off' });
        remember(cached().refresh_token);
        report(`Refreshed with refresh token ${used}: a new access token, and refresh token ${line().length}`);
    });

    on('reuse', async () => {
        end();
        await ask('/oauth/token', { grant_type: 'refresh_token', refresh_token: line()[0] });
    });

    on('revoke', async () => {
        await ask('/oauth/revoke', { token: line().at(-1) });
        end();
        report('Revoked: no refresh token of this user for this API works any more');
    });

    on('logout', () => {
        forget();
        return client.logout({ logoutParams: { returnTo: location.origin } });
    });

    byId('domain').textContent = settings.domain;
    byId('accept').href = `${issuer}/.well-known/openid-configuration`;
    byId('accept').textContent = byId('accept').href;
    try {
        await fetch(`${issuer}/.well-known/jwks.json`);
    } catch {
        byId('unreachable').hidden = false;
    }
    if (new URLSearchParams(location.search).has('state')) {
        try {
            forget();
            await client.handleRedirectCallback();
            report('Logged in: access token, ID token and the first refresh token');
        } catch (error) {
            reportRefusal('Log in', error);
        }
        history.replaceState({}, '', '/');
    }
    await show();
    setInterval(showTokens, 1000);
})();
