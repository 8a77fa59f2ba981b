// Rules in the admin console.
import assert from 'node:assert/strict';
import { inChromium } from './browser.mjs';
import { accessible, entered, inBothLooks, noErrors, pictures, toast, visit } from './console-admin.mjs';
import { works } from './report.mjs';

const RULES = '#refresh-grants-nav-rules';
const SCRIPT = `function (user, context, callback) {
// ${'a comment '.repeat(3)}
console.log(user.email);
context.idToken.hello = user.name;
callback(null, user, context);`; // The editor closes the brace by itself.

/** Types a script in place of what is there. */
async function write(page, script) {
    await page.click('.cm-content');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(script);
}

async function create(page, name, script) {
    await page.click('[data-testid="rg-create"]');
    await page.fill('#rg-rule-name', name);
    await page.waitForSelector('.cm-content');
    await write(page, script);
}

await inChromium(async newContext => {
    const page = await entered(newContext, 'boss', 'rules');

    await works('no rules, by their address', async () => {
        await page.waitForSelector('rg-rule-list >> text=No rules');
        assert.equal(await page.getAttribute(RULES, 'aria-current'), 'page');
    });

    await works('a script that does not parse is shown at its line', async () => {
        await create(page, 'Say hello', 'function (user, context, callback) {\n\nvar x = ;\n}');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'The rule was not saved');
        await page.waitForSelector('.cm-lint-marker-error');
        assert.match(await page.textContent('#rg-rule-script-note'), /line 3, column/);
    });

    await works('completion', async () => {
        for (const [typed, offered] of [
            ['context.', 'protocol'],
            ['context.request.use', 'userAgent'],
            ['user.app', 'app_metadata'],
            ['event.refresh_token.last', 'last_exchanged_at'],
            ['api.accessToken.', 'setCustomClaim'],
        ]) {
            await write(page, '');
            await page.keyboard.type(typed);
            await page.waitForSelector(`.cm-tooltip-autocomplete >> text=${offered}`);
            await page.keyboard.press('Escape');
        }
    });

    await works('the keyboard can leave the editor', async () => {
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => document.activeElement.closest('rg-editor')), null);
    });

    await works('try it before it is saved', async () => {
        await write(page, `${SCRIPT}\n}`);
        await page.fill('#rg-trial-user', 'ali');
        await page.waitForSelector('#rg-trial-user-found option[value="alice"]', { state: 'attached' });
        await page.fill('#rg-trial-client', 'web-app');
        await page.click('[data-testid="rg-try"]');
        await page.waitForSelector('[data-testid="rg-outcome"] >> text=user does not name');
        await page.fill('#rg-trial-user', 'alice');
        await page.click('[data-testid="rg-try"]');
        const outcome = page.locator('[data-testid="rg-outcome"]');
        await outcome.locator('text=Tokens would be issued').waitFor();
        assert.match(await outcome.textContent(), /took [\d.]+ ms[\s\S]*"hello": "Alice Archer"[\s\S]*alice@example\.com/);
        await inBothLooks(page, 'rg-rules');
        await page.locator('rg-editor').evaluate(editor => editor.scrollIntoView());
        await pictures(page, 'rule');
    });

    await works('save', async () => {
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Rule saved');
        await page.waitForSelector('h1:text-is("Say hello")');
        await page.reload();
        await page.waitForSelector('.cm-content >> text=context.idToken.hello');
    });

    await works('a refusal is shown as the application gets it', async () => {
        await write(page, "function (user, context, callback) {\ncallback(new UnauthorizedError('Not today'));\n}");
        await page.fill('#rg-trial-user', 'alice');
        await page.fill('#rg-trial-client', 'web-app');
        await page.click('[data-testid="rg-try"]');
        await page.waitForSelector('[data-testid="rg-outcome"] >> text=Refused: unauthorized, Not today');
    });

    await works('unsaved changes are not lost by a click', async () => {
        await page.click(RULES);
        await page.click('[data-testid="rg-no"]');
        await page.waitForSelector('.cm-content >> text=Not today');
        await page.click(RULES);
        await page.click('[data-testid="rg-yes"]');
        await page.waitForSelector('rg-rule-list table');
    });

    await works('order and switch', async () => {
        await create(page, 'Second', "function (user, context, callback) { callback(null, user, context, configuration.API_KEY); }");
        await page.fill('#rg-rule-clients', 'web-app, spa');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Rule saved');
        await page.click(RULES);
        const rules = page.locator('rg-rule-list tbody tr');
        await rules.nth(1).waitFor();
        const names = await rules.allTextContents();
        const last = /Second/.test(names[1]) ? 'Second' : 'Say hello';
        await page.click(`[data-testid="rg-up-${last}"]`);
        await toast(page, `${last} has another place`);
        await page.waitForFunction(
            name => document.querySelector('rg-rule-list tbody tr').textContent.includes(name),
            last,
        );
        assert.match(await page.locator('tbody tr', { hasText: 'Second' }).textContent(), /spa, web-app/);
        await page.locator('tbody tr', { hasText: 'Second' }).locator('input[role="switch"]').setChecked(false, { force: true });
        await toast(page, 'Second does not run any more');
        await inBothLooks(page, 'rg-rules');
        await pictures(page, 'rules');
    });

    await works('configuration values', async () => {
        const key = '#rg-configuration-key';
        const value = '#rg-configuration-value';
        await page.waitForSelector('rg-configuration >> text=There are no values.');
        await page.fill(key, 'no key');
        await page.fill(value, 'first-s3cret');
        await page.click('[data-testid="rg-put"]');
        await page.waitForSelector(`${key}[aria-invalid="true"]`);
        await toast(page, 'The value was not saved');
        assert.match(await page.textContent(`${key}-note`), /key must be 1 to 127/);
        await page.click('[data-testid="nav-item-users"]');
        await page.click('[data-testid="rg-no"]');
        assert.equal(await page.inputValue(value), 'first-s3cret');
        await page.fill(key, 'API_KEY');
        await page.click('[data-testid="rg-put"]');
        await toast(page, 'API_KEY has a new value');
        const row = page.locator('rg-configuration tbody tr');
        assert.match(await row.textContent(), /API_KEY[\s\S]*Not shown[\s\S]*Second/);
        assert.equal(await page.inputValue(value), '');
        assert.ok(!(await page.content()).includes('first-s3cret'));
        await page.locator('rg-configuration').evaluate(values => values.scrollIntoView());
        await inBothLooks(page, 'rg-configuration');
        await pictures(page, 'configuration');

        await page.click('[data-testid="rg-replace-API_KEY"]');
        await page.waitForSelector(`${value}:focus`);
        await page.fill(value, 'second-s3cret');
        await page.click('[data-testid="rg-put"]');
        assert.match(await page.textContent('dialog'), /Replace the value of API_KEY\?[\s\S]*These scripts name it:[\s\S]*Second/);
        await accessible(page, 'dialog');
        await page.click('[data-testid="rg-yes"]');
        await toast(page, 'API_KEY has a new value');

        await page.click('[data-testid="rg-delete-API_KEY"]');
        assert.match(await page.textContent('dialog'), /Delete API_KEY\?[\s\S]*Second/);
        await page.click('[data-testid="rg-yes"]');
        await toast(page, 'API_KEY deleted');
        await page.waitForSelector('rg-configuration >> text=There are no values.');
    });

    await works('two admins at once', async () => {
        await page.click('rg-rule-list a:text-is("Second")');
        await page.waitForSelector('.cm-content');
        const other = await page.context().newPage();
        await other.goto(page.url());
        await other.waitForSelector('.cm-content');
        await page.fill('#rg-rule-timeoutMs', '500');
        await page.click('[data-testid="rg-save"]');
        await toast(page, 'Rule saved');
        await other.fill('#rg-rule-timeoutMs', '600');
        await other.click('[data-testid="rg-save"]');
        await toast(other, 'Another admin has saved meanwhile');
        assert.equal(await other.inputValue('#rg-rule-timeoutMs'), '600');
        await other.close();
    });

    await works('what the server refuses stands at its field', async () => {
        await page.fill('#rg-rule-timeoutMs', '999999');
        await page.click('[data-testid="rg-save"]');
        await page.waitForSelector('#rg-rule-timeoutMs[aria-invalid="true"]');
        await toast(page, 'The rule was not saved');
        await page.fill('#rg-rule-timeoutMs', '500');
    });

    await works('delete', async () => {
        for (const name of ['Second', 'Say hello']) {
            await visit(page, 'rules');
            await page.click(`rg-rule-list a:text-is("${name}")`);
            await page.click('[data-testid="rg-delete"]');
            assert.match(await page.textContent('dialog'), new RegExp(`Delete ${name}\\?`));
            await page.click('[data-testid="rg-yes"]');
            await toast(page, 'Rule deleted');
        }
        await page.waitForSelector('rg-rule-list >> text=No rules');
        noErrors(page);
    });

    await works('a rule that is not there', async () => {
        await visit(page, 'rules/none');
        await page.waitForSelector('text=Rule not found');
        noErrors(page);
    });
});
