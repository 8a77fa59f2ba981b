// Consoles that are made differently from the one that our pages know: what they look for has another name there.
import assert from 'node:assert/strict';
import { inChromium, signIn } from './browser.mjs';
import { alice, at } from './console-admin.mjs';
import { works } from './report.mjs';

const OURS = '[id^="refresh-grants"], rg-user-grants, rg-realm-settings';

const CHANGES = [
    ["React's container has another name", /__reactContainer\$/g, '__reactRoot$'],
    ['a context has another name', /"AdminClientContext"/g, '"ApiContext"'],
    ['the router takes no more routes', /\bpatchRoutes:/g, 'addRoutes:'],
    ['the router blocks nothing', /\bgetBlocker:/g, 'getObstacle:'],
];

/** What our tabs can do without. */
const SMALL_CHANGES = [
    ["an element's properties have another name", /__reactProps\$/g, '__props$'],
    ['a tab has another test id', /"user-consents-tab"/g, '"consents-tab"'],
];

/** Opens a console with the change, and looks at two stock pages. */
async function opens(page, name, other) {
    const errors = [];
    let rewritten = 0;
    page.on('pageerror', error => errors.push(error.message));
    await page.route(/\/(react-dom|main|EditUser|chunk|console)[^/]*\.js$/, async route => {
        const answer = await route.fetch();
        const script = await answer.text();
        // Only what is Keycloak's: ours looks for the name, and does not find it.
        const changed = script.includes('Refresh Grants') ? script : script.replace(name, other);
        rewritten += changed === script ? 0 : 1;
        await route.fulfill({ response: answer, body: changed });
    });
    await page.goto(at(`${alice}/consents`));
    await page.waitForSelector('[role="tab"][aria-selected="true"]:has-text("Consents")');
    assert.ok(rewritten > 0, 'the name is in the console');
    await page.click('[data-testid="nav-item-clients"]');
    await page.waitForSelector('table a:text-is("native-app")');
    assert.deepEqual(errors, []);
}

await inChromium(async newContext => {
    const context = await newContext({ viewport: { width: 1500, height: 1000 } });
    const page = await context.newPage();
    await page.goto(at('clients'));
    await signIn(page, undefined, 'boss');
    await page.waitForSelector('[id^="refresh-grants-nav"]');
    await page.close();
    for (const [change, name, other] of CHANGES) {
        const changed = await context.newPage();
        await works(change, async () => {
            await opens(changed, name, other);
            assert.equal(await changed.locator(OURS).count(), 0);
        });
        await changed.close();
    }
    for (const [change, name, other] of SMALL_CHANGES) {
        const changed = await context.newPage();
        await works(change, async () => {
            await opens(changed, name, other);
            await changed.goBack();
            await changed.click('#refresh-grants-tab-authorized-applications');
            await changed.waitForSelector('[data-testid="rg-grants"]');
        });
        await changed.close();
    }
});
