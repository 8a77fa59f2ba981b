// The admin of the server goes from one realm's pages straight to the same pages of another.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { entered, noErrors, other } from './console-admin.mjs';
import { works } from './report.mjs';

const BACK = -3;
const { REALM } = process.env;

/** What leads to a page of a realm. */
function entry(realm, path) {
    return `[id^="refresh-grants-nav"][href="#/${realm}/${path}"]`;
}

/** Goes from a page of the realm, by the list of realms, to the same page of the other. */
async function goThere(page, path) {
    await page.click('[data-testid="nav-item-realms"]');
    await page.click(`table a:text-is("${other}")`);
    await page.click(entry(other, path));
}

/** Goes straight between them by the browser's history. */
function go(page, steps) {
    return page.evaluate(to => history.go(to), steps);
}

await inChromium(async newContext => {
    const page = await entered(newContext, 'admin', 'refresh-grants', undefined, 'master');

    await works('each realm has its own settings', async () => {
        await page.waitForSelector('rg-realm-settings #rg-max_tokens');
        const own = await page.inputValue('#rg-max_tokens');
        assert.notEqual(own, '9');
        await goThere(page, 'refresh-grants');
        await page.waitForFunction(() => document.querySelector('#rg-max_tokens')?.value === '9');
        for (const [steps, tokens] of [[BACK, own], [-BACK, '9'], [BACK, own]]) {
            await go(page, steps);
            await page.waitForFunction(shown => document.querySelector('#rg-max_tokens')?.value === shown, tokens);
        }
    });

    await works('what was typed in one realm is not left for another', async () => {
        await page.click(entry(REALM, 'rules'));
        await page.waitForSelector('#rg-configuration-key');
        await goThere(page, 'rules');
        await page.fill('#rg-configuration-key', 'TYPED');
        await page.fill('#rg-configuration-value', 'a secret of the other realm');
        await go(page, BACK);
        await page.click('[data-testid="rg-yes"]');
        await page.waitForFunction(realm => location.hash === `#/${realm}/rules`, REALM);
        await page.waitForFunction(() => document.querySelector('#rg-configuration-key')?.value === '');
        assert.equal(await page.inputValue('#rg-configuration-value'), '');
    });

    noErrors(page);
});
