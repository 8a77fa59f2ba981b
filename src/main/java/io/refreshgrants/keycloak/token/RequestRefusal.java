package io.refreshgrants.keycloak.token;

import java.util.Locale;

/** Why a managed request is refused, apart from its refresh token ({@link RefreshRefusal}) and the realm's rules. */
public enum RequestRefusal {
    /** A parameter is longer than Keycloak takes: it would be left out. */
    PARAMETER_TOO_LONG,
    /** The family was refreshed too often from one address. */
    TOO_MANY_REQUESTS,
    /** {@code audience} names no API. */
    API_NOT_FOUND,
    /** {@code audience} names an API that the client may not ask for. */
    API_NOT_ASSIGNED_TO_CLIENT,
    /** The user, or the client's service account, may not have the API: a role is missing. */
    API_NOT_GRANTED,
    /** {@code organization} names no enabled organization of the realm. */
    ORGANIZATION_NOT_FOUND,
    /** The client does not have the client scope that asks for organizations. */
    ORGANIZATION_NOT_ALLOWED_FOR_CLIENT,
    /** The user, or the client's service account, is no member of the organization that the login is for. */
    USER_NOT_IN_ORGANIZATION,
    /** An access token came in the query of a userinfo request, which the realm does not allow, or beside another one. */
    ACCESS_TOKEN_IN_QUERY,
    /** A refresh token that is bound to a key is to be revoked without the proof of that key. */
    TOKEN_BINDING_NOT_PROVEN,
    /** Something else than a managed refresh token is to be revoked at Auth0's path. */
    TOKEN_NOT_MANAGED,
    /** The origin of the redirect URI may not be posted to: it is none of the client's web origins. */
    WEB_ORIGIN_NOT_REGISTERED,
    /** A grant that Auth0's token endpoint does not serve. */
    UNSUPPORTED_GRANT_TYPE,
    /** A client that registers itself sets what only an admin may. */
    SETTING_NOT_ALLOWED_IN_REGISTRATION;

    /** The reason as events show it. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
