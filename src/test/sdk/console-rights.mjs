// The pages in the admin console as those see them who may do less, in another language, and in another realm.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { alice, entered, noErrors, visit } from './console-admin.mjs';
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
        await visit(page, 'refresh-grants');
        await page.waitForSelector('main:has-text("view-realm")');
        assert.equal(await page.locator('rg-realm-settings').count(), 0);
        noErrors(page);
    });

    await works('somebody without rights sees nothing of it', async () => {
        const page = await entered(newContext, 'nobody', `${alice}/authorized-applications`, 'text=You do not have permission');
        assert.equal(await page.locator(`${ENTRIES}, [id^="refresh-grants-tab"], rg-user-grants`).count(), 0);
        noErrors(page);
    });
});
