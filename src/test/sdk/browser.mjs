// Chromium, with a person who signs in. It reaches this machine alone.
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { user } from './realm.mjs';

const PICTURES = 'pictures';

await mkdir(PICTURES, { recursive: true });

/** Runs what needs a browser, then ends it. Its contexts have nothing in common. */
export async function inChromium(run) {
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM,
        args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost'],
    });
    try {
        await run(async options => {
            const context = await browser.newContext({
                ignoreHTTPSErrors: true, // Nobody knows the issuer of the certificate.
                viewport: { width: 900, height: 600 },
                ...options,
            });
            context.setDefaultTimeout(30_000);
            return context;
        });
    } finally {
        await browser.close();
    }
}

/** Fills in Keycloak's login form, in whatever window it is. A password is the user's name. */
export async function signIn(page, picture, name = user) {
    await page.waitForSelector('#kc-login');
    if (picture) {
        await keep(page, picture);
    }
    await page.fill('#username', name);
    await page.fill('#password', name);
    await page.click('#kc-login');
}

/** Keeps a picture of the page. */
export async function keep(page, picture) {
    await page.screenshot({ path: `${PICTURES}/${picture}.png`, fullPage: true });
}
