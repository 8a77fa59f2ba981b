// An admin in the console of their realm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { keep, signIn } from './browser.mjs';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

const { SERVER, REALM, OTHER_REALM, ALICE, NATIVE_APP } = process.env;

export const other = OTHER_REALM;
export const alice = `users/${ALICE}`;
export const nativeApp = `clients/${NATIVE_APP}`;

/** The page with this address, below the realm, in the console of the realm or of another. */
export function at(path, console = REALM) {
    return `${SERVER}admin/${console}/console/#/${console === 'master' ? REALM : console}/${path}`;
}

/** Opens the console, signs in, and waits for a sign of it. What goes wrong in the page's scripts fails the test. */
export async function entered(newContext, name, path, sign = '[data-testid="currentRealm"]', console = REALM) {
    const context = await newContext({ viewport: { width: 1500, height: 1000 } });
    const page = await context.newPage();
    page.errors = [];
    page.on('pageerror', error => page.errors.push(error.stack ?? error.message));
    await page.goto(at(path, console));
    await signIn(page, undefined, name);
    await page.waitForSelector(sign);
    return page;
}

/** Goes to an address as a person who types it in a new window: the page that is left may still be on its way elsewhere. */
export async function visit(page, path) {
    await page.goto('about:blank');
    await page.goto(at(path));
}

/** Waits for the console's toast with this text, and closes it. */
export async function toast(page, text) {
    const alert = page.locator('[data-testid="alerts"] li, ul[class*="alert-group"] li', { hasText: text }).first();
    await alert.waitFor();
    await alert.locator('button').first().click();
}

export function noErrors(page) {
    assert.deepEqual(page.errors, []);
}

/** Nothing serious stands in the way of people who use a screen reader or a keyboard. */
export async function accessible(page, element) {
    await page.evaluate(axe);
    const found = await page.evaluate(selector => axe.run(selector), element);
    const serious = found.violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
}

/** Keeps a picture of the page in each look. */
export async function pictures(page, name) {
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.mouse.move(0, 0);
        await keep(page, `console-${name}-${colorScheme}`, [page.locator('main h1').first()]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
}

export async function inBothLooks(page, element) {
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await accessible(page, element);
    }
    await page.emulateMedia({ colorScheme: 'light' });
}
