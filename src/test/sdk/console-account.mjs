// The stock account console, as a user whose application has refresh tokens.
import assert from 'node:assert/strict';
import { inChromium, signIn } from './browser.mjs';
import { works } from './report.mjs';

const { SERVER, REALM } = process.env;

await inChromium(async newContext => {
    await works('applications with refresh tokens, and how a user removes them', async () => {
        const page = await (await newContext()).newPage();
        await page.goto(`${SERVER}realms/${REALM}/account/applications`);
        await signIn(page, undefined, 'bob');
        await page.waitForSelector('text=Web application');
        const application = page.locator('li', { hasText: 'Web application' }).first();
        assert.match(await application.textContent(), /Offline access/i);
        await application.locator('button').first().click();
        await page.click('button:has-text("Remove access")');
        await page.click('[role="dialog"] button:has-text("Confirm"), [role="dialog"] button:has-text("Remove access"), .pf-v5-c-modal-box button:has-text("Confirm")');
        await page.waitForSelector('text=/removed/i');
    });
});
