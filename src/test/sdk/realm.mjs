// The realm that SdkIT has made, as an application's configuration names it.

const { DOMAIN, APP_PORT, ORGANIZATION_DOMAIN, ORGANIZATION_ID, ORGANIZATION_NAME } = process.env;

export const domain = DOMAIN;
export const issuer = `https://${DOMAIN}/`;
export const orders = 'https://api.example.com/orders';
export const billing = 'https://api.example.com/billing';
export const reports = 'https://api.example.com/reports'; // without offline access
export const scope = 'openid profile email offline_access read:orders';
export const user = 'alice';

/** What an application of Auth0 calls the tenant's own users. */
export const connection = 'Username-Password-Authentication';

/** An organization that the user is in, in a realm of its own. */
export const organization = { domain: ORGANIZATION_DOMAIN, id: ORGANIZATION_ID, name: ORGANIZATION_NAME };

/** The application at the tenant's host, and at another site: to a browser they are strangers. */
export const neighbour = `https://localhost:${APP_PORT}`;
export const stranger = `https://app.localhost:${APP_PORT}`;

export const webApp = { clientId: 'web-app', clientSecret: 'web-app-secret' };
export const machine = { clientId: 'machine', clientSecret: 'machine-secret' };

/** The application that manages the tenant. */
export const management = { clientId: 'management', clientSecret: 'management-secret' };

/** What a refusal of a revoked refresh token says. */
export const unknownToken = 'Unknown or invalid refresh token.';
