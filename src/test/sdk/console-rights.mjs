// The pages in the admin console as those see them who may do less, in another language, and in a realm with another theme.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { alice, entered, nativeApp, noErrors, other, visit } from './console-admin.mjs';
import { works } from './report.mjs';

const ENTRIES = '[id^="refresh-grants-nav"]';

await inChromium(async newContext => {
    await works('a helpdesk sees grants and can end none', async () => {
        const page = await entered(newContext, 'helpdesk', `${alice}/authorized-applications`);
        await page.waitForSelector('[data-testid="rg-grants"] table');
        await page.locator('[data-testid="rg-devices"]').first().click();
        await page.waitForSelector('[data-testid="rg-device"]');
        assert.equal(await page.locator('[data-testid="rg-revoke"], [data-testid="rg-revoke-all"], [data-testid="rg-unlink"]').count(), 0);
        assert.equal(await page.locator(ENTRIES).count(), 0);
        for (const [path, role] of [['refresh-grants', 'view-realm'], ['rules', 'view-realm'], ['apis', 'view-clients']]) {
            await visit(page, path);
            await page.waitForSelector(`main:has-text("${role}")`);
            assert.equal(await page.locator('rg-realm-settings, rg-rules, rg-apis').count(), 0);
        }
        noErrors(page);
    });

    await works('somebody who may view clients changes none of their settings', async () => {
        const page = await entered(newContext, 'reader', `${nativeApp}/refresh-tokens`);
        await page.waitForSelector('rg-setting-form #rg-leeway[readonly]');
        assert.ok(await page.isDisabled('#rg-rotation_type'));
        assert.equal(await page.locator('[data-testid="rg-save"]').count(), 0);
        assert.deepEqual(await page.locator(ENTRIES).allTextContents(), ['APIs']);
        noErrors(page);
    });

    await works('an admin who reads German', async () => {
        const page = await entered(options => newContext({ ...options, locale: 'de-DE' }), 'boss', `${alice}/authorized-applications`);
        await page.waitForSelector('[data-testid="rg-grants"] th:text-is("Anwendung")');
        await page.click('text=Refresh-Tokens');
        await page.waitForSelector('label:has-text("Längste Gültigkeit")');
        await page.click('text=Regeln');
        await page.waitForSelector('rg-rule-list >> text=Keine Regeln');
        await page.waitForSelector('rg-configuration h2:text-is("Konfiguration")');
        noErrors(page);
    });

    await works("a realm that has chosen Keycloak's own theme", async () => {
        const page = await entered(newContext, 'boss', 'users', undefined, other);
        await page.waitForSelector('[data-testid="nav-item-realm-settings"]');
        assert.ok(await page.evaluate(() => document.getElementById('environment').textContent.includes('/admin/keycloak.v2')));
        assert.equal(await page.locator(ENTRIES).count(), 0);
        noErrors(page);
    });

    await works('somebody without rights sees nothing of it', async () => {
        const page = await entered(newContext, 'nobody', `${alice}/authorized-applications`, 'text=You do not have permission');
        assert.equal(await page.locator(`${ENTRIES}, [id^="refresh-grants-tab"], rg-user-grants`).count(), 0);
        noErrors(page);
    });
});
