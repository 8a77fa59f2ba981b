// Chromium, with a person who signs in. It reaches this machine alone.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { user } from './realm.mjs';

const PICTURES = 'pictures';

/** What a person reads where something went wrong: on pages of Keycloak, of its console, and of applications. */
const COMPLAINTS = '.kc-feedback-text, #kc-error-message, .pf-v5-c-alert.pf-m-danger, [role="alert"]';

await mkdir(PICTURES, { recursive: true });

/** Runs what needs a browser, then ends it. Its contexts have nothing in common. */
export async function inChromium(run) {
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM,
        args: ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost'],
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
        await keep(page, picture, [
            page.locator('header', { hasText: 'Refresh Grants demo' }),
            page.getByRole('heading', { name: 'Sign in to your account' }),
            page.getByLabel('Username or email'),
            page.getByLabel('Password', { exact: true }),
            page.getByRole('button', { name: 'Sign In' }),
        ]);
    }
    await page.fill('#username', name);
    if (!(await page.isVisible('#password'))) {
        await page.click('#kc-login'); // A realm with organizations asks for the password on a page of its own.
    }
    await page.fill('#password', name);
    await page.click('#kc-login');
}

/** Keeps a picture of the page, on which a person sees what they have to see, and no complaint. */
export async function keep(page, picture, toSee) {
    assert.ok(toSee.length > 0, `${picture}.png is a picture of something`);
    for (const shown of toSee) {
        await shown.waitFor();
    }
    const complaints = page.locator(COMPLAINTS).filter({ visible: true });
    assert.deepEqual(await complaints.allTextContents(), [], `nothing went wrong on ${picture}.png`);
    await page.screenshot({ path: `${PICTURES}/${picture}.png`, fullPage: true });
}
