// An admin in the console of their realm.
import assert from 'node:assert/strict';
import { signIn } from './browser.mjs';

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

/** Goes to an address as a person who types it. */
export async function visit(page, path) {
    await page.goto(at(path));
    await page.reload();
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
