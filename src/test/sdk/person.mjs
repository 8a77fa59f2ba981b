// A person with a browser that keeps cookies and follows redirects, and runs no script.
import { user } from './realm.mjs';

export const callback = 'http://localhost:3000/callback';

/** Signs in at the address of a login. Returns the address of the application that the browser is sent to, unread. */
export async function signIn(address, person = user) {
    const cookies = new Map();
    const form = await follow(cookies, address);
    if (form instanceof URL) {
        return form;
    }
    const action = (await form.text()).match(/action="([^"]+)"/)[1].replaceAll('&amp;', '&');
    return follow(cookies, action, { method: 'POST', body: new URLSearchParams({ username: person, password: person }) });
}

async function follow(cookies, address, options = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { ...options, redirect: 'manual', headers: { cookie } });
    for (const [, name, value] of answer.headers.getSetCookie().map(set => set.match(/^([^=]+)=([^;]*)/))) {
        cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) {
        return answer;
    }
    const next = new URL(location, address);
    return next.href.startsWith(callback) ? next : follow(cookies, next);
}
