// A realm whose admin theme is a company's own, which names ours as its parent.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { entered, noErrors, other } from './console-admin.mjs';
import { works } from './report.mjs';

await inChromium(async newContext => {
    await works("the company's theme has our pages, and its own script", async () => {
        const page = await entered(newContext, 'boss', 'rules', 'rg-rule-list >> text=No rules', other);
        assert.ok(await page.evaluate(() => document.getElementById('environment').textContent.includes('/admin/company')));
        assert.equal(await page.evaluate(() => document.documentElement.dataset.company), 'has a script of its own');
        assert.deepEqual(
            await page.locator('[id^="refresh-grants-nav"]').allTextContents(),
            ['APIs', 'Refresh tokens', 'Rules'],
        );
        noErrors(page);
    });
});
