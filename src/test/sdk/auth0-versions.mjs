// auth0 for Node in the version under test, under the names of version 6, the newest with an AuthenticationClient.
import { domain, webApp } from './realm.mjs';

const { default: whole, ...named } = await import(process.env.SDK_MODULE);

// Node finds only some of the names that older versions export.
const { AuthenticationClient, UserInfoClient, ManagementClient } = { ...whole, ...named };

export { ManagementClient };

/** What a call gave: versions 2, 3 and 7 give it as it is, the others in an answer. */
export const given = answer => answer?.data ?? answer;

/** Whether this version has more than the ManagementClient. */
export const authenticates = Boolean(AuthenticationClient);

/** The calls of an application. Versions 2 and 3 have some under another name, and miss others. */
export function authentication(settings) {
    const client = new AuthenticationClient(settings);
    const { oauth } = client;
    if (oauth.refreshTokenGrant) {
        return oauth;
    }
    return {
        authorizationCodeGrant: options => oauth.authorizationCodeGrant(options),
        passwordGrant: options => client.passwordGrant(options),
        clientCredentialsGrant: options => client.clientCredentialsGrant(options),
        refreshTokenGrant: options => client.refreshToken(options),
        revokeRefreshToken: options => client.tokens.revokeRefreshToken(options),
    };
}

/** Whether an application can sign in with a key: not in version 2, which takes the option and does nothing with it. */
export function signs() {
    return Boolean(UserInfoClient) || '_addClientAuthentication' in new AuthenticationClient({ domain, ...webApp }).oauth;
}

/** The profile of whoever a token is for. */
export function profile(token) {
    return UserInfoClient
        ? new UserInfoClient({ domain }).getUserInfo(token)
        : new AuthenticationClient({ domain }).getProfile(token);
}
