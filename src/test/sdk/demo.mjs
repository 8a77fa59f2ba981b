// The demo's page, as a person uses it.
import assert from 'node:assert/strict';
import { inChromium, keep, signIn } from './browser.mjs';
import { unknownToken } from './realm.mjs';
import { works } from './report.mjs';

const { PAGE } = process.env;

async function logsIn(page) {
    await page.click('#login');
    await signIn(page);
    await page.waitForSelector('#session:visible');
    assert.equal(await page.textContent('#name'), 'Alice Archer');
}

/** Presses a button, and waits until the newest line of what happened says this. */
async function press(page, button, saying) {
    await page.click(`#${button}`);
    await page.waitForFunction(text => document.querySelector('#log li')?.textContent.includes(text), saying);
}

function living(page) {
    return page.locator('#line li.alive').count();
}

await inChromium(async newContext => {
    const page = await (await newContext()).newPage();

    await works('a tenant that cannot be reached', async () => {
        await page.route('**/jwks.json', route => route.abort());
        await page.goto(PAGE);
        await page.waitForSelector('#unreachable:visible');
        await page.unroute('**/jwks.json');
        await page.goto(PAGE);
        await page.waitForSelector('#stranger:visible');
        assert.ok(await page.isHidden('#unreachable'));
    });

    await works('log in', () => logsIn(page));

    await works('refresh', async () => {
        await press(page, 'refresh', 'Refreshed with refresh token 1');
        await press(page, 'refresh', 'Refreshed with refresh token 2');
        assert.equal(await page.locator('#line li').count(), 3);
        assert.equal(await living(page), 1);
        assert.match(await page.textContent('#id-end'), /^ends in (09|10):/);
        assert.match(await page.textContent('#access-end'), /^ends in \d\d:\d\d:\d\d$/);
    });

    await works('reuse detection', async () => {
        await press(page, 'reuse', `as a thief would: invalid_grant, ${unknownToken}`);
        await press(page, 'refresh', `Refresh: invalid_grant, ${unknownToken}`);
        assert.equal(await living(page), 0);
        await keep(page, 'demo', [
            page.getByRole('heading', { name: 'Refresh tokens, live' }),
            page.getByRole('heading', { name: 'Alice Archer' }),
            page.getByText('alice@example.com'),
            ...[1, 2, 3].map(token => page.locator('#line li', { hasText: new RegExp(`^${token}: ….*, has ended$`) })),
            ...['Refresh', 'Revoke', 'Log out'].map(name => page.getByRole('button', { name, exact: true })),
            page.locator('#log li', { hasText: 'Refreshed with refresh token 2' }),
            page.locator('#log li', { hasText: `as a thief would: invalid_grant, ${unknownToken}` }),
        ]);
    });

    await works('log out', async () => {
        await page.click('#logout');
        await page.waitForSelector('#stranger:visible');
    });

    await works('log in again, revoke', async () => {
        await logsIn(page);
        await press(page, 'revoke', 'Revoked');
        await press(page, 'refresh', `Refresh: invalid_grant, ${unknownToken}`);
        assert.equal(await living(page), 0);
    });
});
