// The application's server: at the tenant's host with another port, and at another site.
import { readFileSync } from 'node:fs';
import https from 'node:https';

const { APP_PORT, KEY_STORE, KEY_STORE_PASSWORD } = process.env;

/** Listens with TLS. What answers is a function as http.createServer takes it, such as an application of Express. */
export function serve(answer) {
    const server = https.createServer(
        { pfx: readFileSync(KEY_STORE), passphrase: KEY_STORE_PASSWORD },
        // A browser asks for an icon whenever it likes: in the middle of a logout it would bring a session back.
        (request, response) => (request.url === '/favicon.ico' ? response.writeHead(204).end() : answer(request, response)),
    );
    return new Promise(resolve => server.listen(APP_PORT, () => resolve(server)));
}

/** Serves a page at every path, with a script of an SDK. The one that a logout leads to says so. */
export function servePageWith(script) {
    const source = readFileSync(`node_modules/${script}`);
    return serve((request, response) => {
        const asked = request.url === '/sdk.js';
        response.setHeader('Content-Type', asked ? 'text/javascript' : 'text/html; charset=utf-8');
        response.end(asked ? source : page(request.url === '/left' ? 'You are logged out.' : ''));
    });
}

function page(text) {
    return `<!doctype html><title>Application</title><h1>Application</h1><p>${text}</p><script src="/sdk.js"></script>`;
}

/**
 * Jobs for an application's page, where its SDK has a session. The page's handler awaits `done` with what the job is to
 * know; `inSession` opens the page in a browser for one job and gives its result.
 */
export function jobsAt(address) {
    const none = async () => {};
    let work = none;
    let finished = () => {};
    return {
        async done(...known) {
            const job = work;
            work = none; // A page that is opened once more does no job twice.
            finished(await Promise.allSettled([job(...known)]));
        },
        async inSession(page, job) {
            const result = new Promise(resolve => {
                finished = resolve;
            });
            work = job;
            await page.goto(address);
            const [{ reason, value }] = await result;
            if (reason) {
                throw reason;
            }
            return value;
        },
    };
}
