// The pages that are added to the admin console, as an admin of the realm.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { accessible, alice, entered, inBothLooks, noErrors, pictures, toast, visit } from './console-admin.mjs';
import { works } from './report.mjs';

const GRANTS = '#refresh-grants-tab-authorized-applications';
const SETTINGS = '#refresh-grants-tab-refresh-tokens';
const REALM = '#refresh-grants-nav-refresh-grants';

function rows(page) {
    return page.locator('[data-testid="rg-grants"] tr:has([data-testid="rg-revoke"])').count();
}

async function openClient(page, name) {
    await page.click('[data-testid="nav-item-clients"]');
    await page.click(`table a:text-is("${name}")`);
    await page.click(SETTINGS);
    await page.waitForSelector('rg-setting-form');
}

await inChromium(async newContext => {
    const page = await entered(newContext, 'boss', `${alice}/authorized-applications`);

    await works("a user's grants, by their address", async () => {
        await page.waitForSelector('[data-testid="rg-grants"] table');
        assert.equal(await rows(page), 3);
        assert.equal(await page.locator('[role="tab"][aria-selected="true"]').textContent(), 'Authorized applications');
        const first = page.locator('[data-testid="rg-grants"] tbody tr', { hasText: 'billing-api' });
        assert.match(await first.textContent(), /Web application[\s\S]*read:orders[\s\S]*1 device[\s\S]*Does not end/);
        await page.locator('[data-testid="rg-devices"]').last().click();
        await inBothLooks(page, 'rg-user-grants');
    });

    await works('another tab, back, forward, reload', async () => {
        await page.click('[data-testid="user-consents-tab"]');
        await page.waitForSelector('rg-user-grants', { state: 'detached' });
        await page.waitForSelector('[data-testid="user-consents-tab"][aria-selected="true"]');
        await page.goBack();
        await page.waitForSelector('[data-testid="rg-grants"] table');
        await page.goForward();
        await page.waitForSelector('rg-user-grants', { state: 'detached' });
        await page.click(GRANTS);
        await page.waitForSelector('[data-testid="rg-grants"] table');
        await page.reload();
        await page.waitForSelector('[data-testid="rg-grants"] table');
    });

    await works('page by page', async () => {
        await page.route(/\/grants\?/, route => route.continue({ url: route.request().url().replace('max=50', 'max=3') }));
        await page.reload();
        await page.waitForSelector('[data-testid="rg-grants"] table');
        const first = await page.textContent('[data-testid="rg-grants"] tbody');
        await page.click('[data-testid="rg-grants"] [data-testid="rg-next"]');
        await page.waitForSelector('[data-testid="rg-grants"] >> text=Page 2');
        assert.notEqual(await page.textContent('[data-testid="rg-grants"] tbody'), first);
        assert.ok(await page.isDisabled('[data-testid="rg-grants"] [data-testid="rg-next"]'));
        await page.click('[data-testid="rg-grants"] [data-testid="rg-previous"]');
        await page.waitForSelector('[data-testid="rg-grants"] >> text=Page 1');
        assert.equal(await page.textContent('[data-testid="rg-grants"] tbody'), first);
        await page.unroute(/\/grants\?/);
        await page.reload();
        await page.waitForSelector('[data-testid="rg-grants"] table');
    });

    await works('unlink a device', async () => {
        const phones = page.locator('[data-testid="rg-grants"] tbody tr', { hasText: '2 devices' });
        await phones.first().locator('[data-testid="rg-devices"]').click();
        const phone = page.locator('[data-testid="rg-device"]', { hasText: 'iPhone' });
        assert.match(await phone.textContent(), /Safari on iPhone[\s\S]*Logged in [\s\S]* from /);
        await phone.locator('[data-testid="rg-unlink"]').click();
        const dialog = page.locator('dialog[open]');
        assert.match(await dialog.textContent(), /Unlink Safari on iPhone\?[\s\S]*orders-api, 1 device/);
        await accessible(page, 'dialog');
        for (let i = 0; i < 4; i++) {
            await page.keyboard.press('Tab');
            assert.ok(await page.evaluate(() => [document.body, document.documentElement].includes(document.activeElement) || document.activeElement.closest('dialog') !== null));
        }
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'rg-unlink');
        await page.keyboard.press('Enter');
        await page.click('[data-testid="rg-yes"]');
        await toast(page, '1 device lost its access');
        const ended = page.locator('[data-testid="rg-ended"] tbody tr').first();
        await ended.waitFor();
        assert.match(await ended.textContent(), /Safari on iPhone[\s\S]*Revoked by an admin/);
        await pictures(page, 'user-grants');
    });

    await works('a right that is gone meanwhile', async () => {
        await page.route('**/grants/*', route => route.fulfill({ status: 403, json: { error: 'HTTP 403 Forbidden' } }));
        await page.locator('[data-testid="rg-revoke"]').first().click();
        await page.click('[data-testid="rg-yes"]');
        await toast(page, 'You may not do this');
        await page.unroute('**/grants/*');
    });

    await works('revoke a grant', async () => {
        await page.locator('tbody tr', { hasText: 'billing-api' }).locator('[data-testid="rg-revoke"]').click();
        const dialog = page.locator('dialog[open]');
        assert.match(await dialog.textContent(), /stop working at once[\s\S]*Web application for billing-api, 1 device[\s\S]*Access tokens work until they expire/);
        await page.click('[data-testid="rg-yes"]');
        await toast(page, '1 device lost its access');
        await page.waitForFunction(() => document.querySelectorAll('[data-testid="rg-revoke"]').length === 2);
    });

    await works("an application's settings", async () => {
        await openClient(page, 'native-app');
        assert.match(await page.textContent('[role="note"]'), /public client neither rotates/);
        await inBothLooks(page, 'rg-client-settings');
        await pictures(page, 'client-settings');
        await page.click('button[aria-label="More about Rotation leeway"]');
        assert.match(await page.textContent('#rg-leeway-note'), /Default: 0 seconds[\s\S]*How long after its rotation/);
    });

    await works('what the server refuses stands at its field', async () => {
        await page.fill('#rg-leeway', '99999999');
        await page.click('[data-testid="rg-save"]');
        await page.waitForSelector('#rg-leeway[aria-invalid="true"]:focus');
        await toast(page, 'The settings were not saved');
        assert.match(await page.textContent('#rg-leeway-note'), /leeway must be/);
        assert.equal(await page.inputValue('#rg-leeway'), '99999999');
    });

    await works('unsaved changes are not lost by a click', async () => {
        for (const leave of ['[data-testid="nav-item-users"]', REALM, '[data-testid="advancedTab"]']) {
            await page.click(leave);
            await page.click('[data-testid="rg-no"]');
            await page.waitForSelector('dialog', { state: 'detached' });
            assert.equal(await page.inputValue('#rg-leeway'), '99999999');
        }
        await page.goBack();
        await page.click('[data-testid="rg-no"]');
        assert.equal(await page.inputValue('#rg-leeway'), '99999999');
    });

    await works('save', async () => {
        await page.fill('#rg-leeway', '30');
        await page.selectOption('#rg-rotation_type', 'rotating');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Refresh token settings saved');
        await page.waitForSelector('[role="note"]', { state: 'detached' });
        assert.match(await page.textContent('#rg-leeway-note'), /30 seconds. Own value. Otherwise the default: 0 seconds/);
        await page.selectOption('#rg-rotation_type', '');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Refresh token settings saved');
        await page.waitForSelector('[role="note"]');
    });

    await works('two admins at once', async () => {
        const other = await page.context().newPage();
        await other.goto(page.url());
        await other.waitForSelector('#rg-leeway');
        await other.fill('#rg-leeway', '31');
        await page.fill('#rg-leeway', '32');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Refresh token settings saved');
        await other.click('[data-testid="rg-save"]');
        await toast(other, 'Another admin has saved meanwhile');
        assert.equal(await other.inputValue('#rg-leeway'), '31');
        await other.close();
    });

    await works("the realm's settings, and how they are inherited", async () => {
        await page.click(REALM);
        await page.waitForSelector('rg-realm-settings rg-setting-form');
        assert.equal(await page.getAttribute(REALM, 'aria-current'), 'page');
        assert.match(await page.textContent('[data-testid="rg-tenant"]'), /no tenant address/);
        await inBothLooks(page, 'rg-realm-settings');
        await pictures(page, 'realm-settings');
        await page.fill('#rg-max_token_lifetime', '864000');
        await page.fill('#rg-max_tokens', '7');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Refresh token settings saved');
        await openClient(page, 'native-app');
        assert.match(await page.textContent('#rg-max_tokens-note'), /From the realm: 7/);
        assert.match(await page.textContent('#rg-token_lifetime-note'), /The realm allows 10 days at most/);
        await page.goBack();
        await page.waitForSelector('rg-client-settings', { state: 'detached' });
    });

    await works('a SAML client has no refresh tokens', async () => {
        await openClient(page, 'native-app');
        await page.click('[data-testid="nav-item-clients"]');
        await page.click('table a:text-is("saml-app")');
        await page.waitForSelector('[data-testid="advancedTab"]');
        await page.waitForLoadState('networkidle');
        assert.equal(await page.locator(`${SETTINGS}, rg-client-settings`).count(), 0);
        assert.equal(await page.locator('[role="tab"][aria-selected="true"]').count(), 1);
    });

    await works('a page by its address, and one that is not there', async () => {
        await visit(page, 'refresh-grants');
        await page.waitForSelector('rg-realm-settings rg-setting-form');
        await visit(page, 'users/none/authorized-applications');
        await page.waitForSelector('main');
        assert.equal(await page.locator('rg-user-grants').count(), 0);
    });

    await works('a server that is slow, and then does not answer', async () => {
        let giveUp;
        const waiting = new Promise(resolve => (giveUp = resolve));
        await page.route('**/refresh-grants/users/**', async route => {
            await waiting;
            await route.abort();
        });
        await visit(page, `${alice}/authorized-applications`);
        await page.waitForSelector('rg-user-grants [role="progressbar"][aria-label="Loading"]');
        giveUp();
        await page.waitForSelector('rg-user-grants button:text-is("Try again")');
        await page.unroute('**/refresh-grants/users/**');
        await page.click('rg-user-grants button:text-is("Try again")');
        await page.waitForSelector('[data-testid="rg-grants"] table');
    });

    await works('stock pages', async () => {
        await visit(page, 'clients');
        await page.waitForSelector('table a:text-is("native-app")');
        for (const item of ['client-scopes', 'roles', 'users', 'sessions', 'events', 'realm-settings', 'authentication']) {
            await page.click(`[data-testid="nav-item-${item}"]`);
            await page.waitForSelector(`[data-testid="nav-item-${item}"][aria-current="page"]`);
            await page.waitForSelector('main [data-testid="view-header"], main h1');
        }
        noErrors(page);
    });
});
