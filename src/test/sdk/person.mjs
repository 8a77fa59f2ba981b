// A person with a browser that keeps cookies and follows redirects, and runs no script.
import { domain, orders, scope, user } from './realm.mjs';

export const callback = 'http://localhost:3000/callback';

/** Signs in at the address of a login. Returns the address of the application that the browser is sent to, unread. */
export function signIn(address, person = user) {
    return aBrowser(person).signIn(address);
}

/** The code of a login at the web application, with more in the query if it is given. */
export async function code(more = {}, person = user) {
    const query = { client_id: 'web-app', response_type: 'code', redirect_uri: callback, audience: orders, scope, ...more };
    const answer = await signIn(`https://${domain}/authorize?${new URLSearchParams(query)}`, person);
    return answer.searchParams.get('code');
}

/**
 * A browser with cookies of its own. `visit` gives the page that an address leads to, or the address of the application;
 * `signIn` fills in the form where there is one.
 */
export function aBrowser(person = user) {
    const cookies = new Map();

    async function visit(address, options = {}) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(address, { ...options, redirect: 'manual', headers: { cookie } });
        for (const [, name, value] of answer.headers.getSetCookie().map(set => set.match(/^([^=]+)=([^;]*)/))) {
            if (value) {
                cookies.set(name, value);
            } else {
                cookies.delete(name);
            }
        }
        const location = answer.headers.get('location');
        if (!location) {
            return answer;
        }
        const next = new URL(location, address);
        return next.href.startsWith(callback) ? next : visit(next);
    }

    async function signIn(address) {
        const form = await visit(address);
        if (form instanceof URL) {
            return form;
        }
        const action = (await form.text()).match(/action="([^"]+)"/)[1].replaceAll('&amp;', '&');
        return visit(action, { method: 'POST', body: new URLSearchParams({ username: person, password: person }) });
    }

    return { visit, signIn };
}
