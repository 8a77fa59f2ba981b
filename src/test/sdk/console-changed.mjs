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

await inChromium(async newContext => {
    for (const [change, name, other] of CHANGES) {
        await works(change, async () => {
            const page = await (await newContext({ viewport: { width: 1500, height: 1000 } })).newPage();
            const errors = [];
            let rewritten = 0;
            page.on('pageerror', error => errors.push(error.message));
            await page.route(/\/resources\/.*\.js$/, async route => {
                const answer = await route.fetch();
                const script = await answer.text();
                // Only what is Keycloak's: ours looks for the name, and does not find it.
                const ours = script.includes('Refresh Grants') || route.request().url().includes('/assets/console-');
                rewritten += !ours && name.test(script) ? 1 : 0;
                name.lastIndex = 0;
                await route.fulfill({ response: answer, body: ours ? script : script.replace(name, other) });
            });
            await page.goto(at(`${alice}/consents`));
            await signIn(page, undefined, 'boss');
            await page.waitForSelector('[data-testid="user-consents-tab"]');
            assert.ok(rewritten > 0, 'the name is in the console');
            await page.click('[data-testid="nav-item-clients"]');
            await page.waitForSelector('table a:text-is("native-app")');
            assert.equal(await page.locator(OURS).count(), 0);
            assert.deepEqual(errors, []);
            await page.context().close();
        });
    }
});
