// APIs in the admin console.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { entered, inBothLooks, noErrors, pictures, toast, visit } from './console-admin.mjs';
import { works } from './report.mjs';

const APIS = '#refresh-grants-nav-apis';

await inChromium(async newContext => {
    const page = await entered(newContext, 'boss', 'apis');

    await works('the APIs, by their address', async () => {
        await page.waitForSelector('rg-api-list table');
        assert.equal(await page.getAttribute(APIS, 'aria-current'), 'page');
        const reports = page.locator('tbody tr', { hasText: 'reports-api' });
        assert.match(await reports.textContent(), /https:\/\/api\.example\.com\/reports[\s\S]*Not allowed[\s\S]*1 day/);
        await inBothLooks(page, 'rg-apis');
        await pictures(page, 'apis');
    });

    await works('what the server refuses stands at its field', async () => {
        await page.click('[data-testid="rg-create"]');
        await page.fill('#rg-name', 'shipping-api');
        await page.fill('#rg-identifier', 'https://api.example.com/orders');
        await page.click('[data-testid="rg-save"]');
        await page.waitForSelector('#rg-identifier[aria-invalid="true"]:focus');
        await toast(page, 'not saved');
        await page.fill('#rg-identifier', 'https://api.example.com/shipping');
        await page.fill('#rg-tokenLifetime', 'a day');
        await page.click('[data-testid="rg-save"]');
        await page.waitForSelector('#rg-tokenLifetime[aria-invalid="true"]');
        await toast(page, 'not saved');
    });

    await works('create', async () => {
        await page.fill('#rg-tokenLifetime', '3600');
        await page.selectOption('#rg-allowOfflineAccess', 'true');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'API saved');
        await page.waitForSelector('h1:text-is("shipping-api")');
        await page.waitForSelector('rg-api-clients >> text=No application may ask for it');
    });

    await works('which applications may ask for it', async () => {
        await page.fill('#rg-client', 'nobody-knows-it');
        await page.click('[data-testid="rg-add"]');
        await toast(page, 'There is no client with the ID nobody-knows-it');
        await page.fill('#rg-client', 'nativ');
        await page.waitForSelector('#rg-client-found option[value="native-app"]', { state: 'attached' });
        await page.fill('#rg-client', 'native-app');
        await page.click('[data-testid="rg-add"]');
        await toast(page, 'native-app may ask for the API');
        const native = page.locator('rg-api-clients tbody tr', { hasText: 'native-app' });
        assert.match(await native.textContent(), /Optional/);
        await inBothLooks(page, 'rg-apis');
        await pictures(page, 'api');
        await page.click('[data-testid="rg-remove-native-app"]');
        await page.click('[data-testid="rg-yes"]');
        await toast(page, 'native-app may not ask for the API any more');
        await native.waitFor({ state: 'detached' });
    });

    await works('edit, and unsaved changes', async () => {
        await page.fill('#rg-tokenLifetime', '7200');
        await page.click('rg-api a:text-is("All APIs")');
        await page.click('[data-testid="rg-no"]');
        assert.equal(await page.inputValue('#rg-tokenLifetime'), '7200');
        await page.selectOption('#rg-allowOfflineAccess', 'false');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'API saved');
        await page.reload();
        await page.waitForSelector('#rg-tokenLifetime');
        assert.equal(await page.inputValue('#rg-tokenLifetime'), '7200');
        assert.equal(await page.inputValue('#rg-allowOfflineAccess'), 'false');
    });

    await works('two admins at once', async () => {
        const other = await page.context().newPage();
        await other.goto(page.url());
        await other.waitForSelector('#rg-tokenLifetime');
        await page.fill('#rg-tokenLifetime', '100');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'API saved');
        await other.fill('#rg-tokenLifetime', '200');
        await other.click('[data-testid="rg-save"]');
        await toast(other, 'Another admin has saved meanwhile');
        assert.equal(await other.inputValue('#rg-tokenLifetime'), '200');
        await other.close();
    });

    await works('delete says what it affects', async () => {
        await visit(page, 'apis');
        await page.click('[data-testid="rg-api-orders-api"]');
        await page.click('[data-testid="rg-delete"]');
        const affected = await page.textContent('dialog [data-testid="rg-affected"]');
        assert.match(affected, /\d+ applications cannot ask for it any more[\s\S]*\d+ devices? loses? its access|\d+ devices lose their access/);
        await page.click('[data-testid="rg-no"]');
        await page.waitForSelector('dialog', { state: 'detached' });
        await page.goBack();
        await page.click('[data-testid="rg-api-shipping-api"]');
        await page.click('[data-testid="rg-delete"]');
        assert.match(await page.textContent('dialog'), /Delete shipping-api\?[\s\S]*0 applications[\s\S]*0 devices/);
        await page.click('[data-testid="rg-yes"]');
        await toast(page, 'API deleted');
        await page.waitForSelector('rg-api-list table');
        assert.equal(await page.locator('[data-testid="rg-api-shipping-api"]').count(), 0);
    });

    await works('an API that was deleted meanwhile', async () => {
        await visit(page, 'apis/none');
        await page.waitForSelector('text=API not found');
        noErrors(page);
    });

    await works('who may only view', async () => {
        const viewer = await entered(newContext, 'reader', 'apis');
        await viewer.click('[data-testid="rg-api-orders-api"]');
        await viewer.waitForSelector('#rg-identifier[readonly]');
        assert.equal(await viewer.locator('[data-testid="rg-save"], [data-testid="rg-delete"], [data-testid="rg-add"]').count(), 0);
        noErrors(viewer);
    });
});
