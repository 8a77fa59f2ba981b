// auth0-deploy-cli: what people do with a tenant's configuration in files. Its program takes half a minute of a processor for
// each import, before it sends anything.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import yaml from 'js-yaml';
import { domain, management, user, webApp } from './realm.mjs';
import { refused, works } from './report.mjs';

const said = 'a0deploy.log';
const folder = 'deployed';
const file = `${folder}/tenant.yaml`;
const reports = 'https://api.example.com/reports';
const rule = name => `function (user, context, callback) {
    context.accessToken['https://example.com/deployed'] = '${name}';
    callback(null, user, context);
}`;

const settings = {
    AUTH0_DOMAIN: domain,
    AUTH0_CLIENT_ID: management.clientId,
    AUTH0_CLIENT_SECRET: management.clientSecret,
    AUTH0_INCLUDED_ONLY: '["clients","resourceServers","clientGrants","rules","rulesConfigs","actions"]',
    AUTH0_API_MAX_RETRIES: '1',
};

async function a0deploy(args, more = {}) {
    const program = `node_modules/${process.env.SDK_MODULE}/lib/index.js`;
    try {
        const { stdout } = await promisify(execFile)('node', [program, ...args], { env: { ...process.env, ...settings, ...more } });
        appendFileSync(said, stdout);
    } catch (failure) {
        appendFileSync(said, failure.stdout);
        throw new Error(`${failure.stdout}${failure.stderr}`);
    }
}

async function exported() {
    rmSync(folder, { recursive: true, force: true });
    await a0deploy(['export', '--format', 'yaml', '--output_folder', folder]);
    return yaml.load(readFileSync(file, 'utf8'));
}

async function imported(tenant, more) {
    writeFileSync(file, yaml.dump(tenant));
    await a0deploy(['import', '--input_file', file], more);
}

/** The tokens of a login for the API that allows no refresh tokens at first. */
async function login() {
    const answer = await fetch(`https://${domain}/oauth/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
            grant_type: 'password',
            username: user,
            password: user,
            audience: reports,
            scope: 'openid offline_access',
            client_id: webApp.clientId,
            client_secret: webApp.clientSecret,
        }),
    });
    const tokens = await answer.json();
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
    return { tokens, claims };
}

function named(list, name) {
    return list.find(one => one.name === name);
}

const api = tenant => tenant.resourceServers.find(one => one.identifier === reports);

const first = await works('a0deploy export', async () => {
    const tenant = await exported();
    assert.ok(tenant.clients.some(client => client.callbacks.length > 0));
    assert.ok(!named(tenant.clients, 'realm-management'));
    assert.equal(api(tenant).allow_offline_access, false);
    assert.ok(tenant.clientGrants.length > 0);
    return tenant;
});

await works('a0deploy import, edited', async () => {
    assert.ok(!(await login()).tokens.refresh_token);
    const edited = structuredClone(first);
    Object.assign(api(edited), {
        allow_offline_access: true,
        scopes: [{ value: 'read:reports', description: 'Reads reports' }],
    });
    const rotating = edited.clients.find(client => client.refresh_token.rotation_type === 'rotating');
    rotating.refresh_token.leeway = 9;
    const created = { app_type: 'non_interactive', grant_types: ['client_credentials'], is_first_party: true };
    edited.clients.push({ name: 'Nightly', token_endpoint_auth_method: 'client_secret_post', ...created });
    edited.clientGrants.push({ client_id: 'Nightly', audience: reports, scope: ['read:reports'] });
    edited.rules.push({ name: 'Deployed', script: './rules/Deployed.js', order: 1, enabled: true, stage: 'login_success' });
    mkdirSync(`${folder}/rules`, { recursive: true });
    writeFileSync(`${folder}/rules/Deployed.js`, rule('first'));
    await imported(edited);

    const { tokens, claims } = await login();
    assert.ok(tokens.refresh_token);
    assert.equal(claims['https://example.com/deployed'], 'first');
    const tenant = await exported();
    assert.deepEqual(api(tenant), api(edited));
    assert.equal(named(tenant.clients, rotating.name).refresh_token.leeway, 9);
    const { app_type, grant_types, is_first_party } = named(tenant.clients, 'Nightly');
    assert.deepEqual({ app_type, grant_types, is_first_party }, created);
    assert.deepEqual(tenant.clientGrants.find(grant => grant.client_id === 'Nightly').scope, ['read:reports']);
    // What was not edited is sent back, too, and is as it was.
    const others = list => list.filter(one => ![rotating.name, 'Nightly'].includes(one.name));
    assert.deepEqual(others(tenant.clients), others(first.clients));
});

await refused('a0deploy import, what is not here', 'organization_usage cannot be set here', async () => {
    const tenant = await exported();
    named(tenant.clients, 'Nightly').organization_usage = 'require';
    await imported(tenant);
});

await works('a0deploy import, AUTH0_ALLOW_DELETE', async () => {
    const tenant = await exported();
    tenant.clients = tenant.clients.filter(client => client.name !== 'Nightly');
    tenant.clientGrants = tenant.clientGrants.filter(grant => grant.client_id !== 'Nightly');
    writeFileSync(`${folder}/rules/Deployed.js`, rule('second'));
    Object.assign(api(tenant), { allow_offline_access: false, scopes: [] });
    await imported(tenant, { AUTH0_ALLOW_DELETE: 'true' });

    const { tokens, claims } = await login();
    assert.ok(!tokens.refresh_token);
    assert.equal(claims['https://example.com/deployed'], 'second');
    const left = await exported();
    assert.ok(!named(left.clients, 'Nightly'));
    assert.deepEqual(left.clientGrants, first.clientGrants);
});
