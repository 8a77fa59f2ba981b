// auth0-spa-js with `organization`, at a realm with organizations. It refuses ID tokens for another than it asked for.
import assert from 'node:assert/strict';
import { organization, orders, scope, stranger } from './realm.mjs';
import { refused, works } from './report.mjs';
import { first, fresh, leave, logIn, refusal, revoke, revokes } from './spa.mjs';

function asking(name) {
    return {
        domain: organization.domain,
        useRefreshTokens: true,
        cacheLocation: 'localstorage',
        authorizationParams: { audience: orders, scope, organization: name },
    };
}

function assertForIt(claims) {
    assert.equal(claims.org_id, organization.id);
    assert.equal(claims.org_name, organization.name);
}

async function assertLoggedInForIt(page) {
    assertForIt(await page.evaluate(() => window.client.getIdTokenClaims()));
}

/** The whole life of a login for an organization. */
export async function forAnOrganization(page) {
    await works('loginWithRedirect, organization by its id', async () => {
        await logIn(page, asking(organization.id));
        await assertLoggedInForIt(page);
    });

    await works('getTokenSilently, organization', async () => {
        assertForIt(await fresh(page));
        assertForIt(await fresh(page));
        await assertLoggedInForIt(page);
    });

    await works('logout, organization', () => leave(page, stranger));

    const again = async name => {
        await logIn(page, asking(name));
        await assertLoggedInForIt(page);
    };
    await ((await first(page))
        ? again(organization.id)
        : works('loginWithRedirect, organization by its name', () => again(organization.name)));

    if (await revokes(page)) {
        await works('revokeRefreshToken, organization', () => revoke(page));
    } else {
        await revoke(page, organization.domain);
    }

    await refused('getTokenSilently, organization, revoked', await refusal(page), () => fresh(page));
}
