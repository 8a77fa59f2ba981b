package io.refreshgrants.keycloak.auth0.error;

import static io.refreshgrants.keycloak.auth0.error.RefusalCause.ACCOUNT_NOT_SET_UP;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.DEAD_GRANT;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.FOREIGN_ORIGIN;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.GRANT_NOT_ALLOWED;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.LOGIN_DENIED;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.SERVER_FAILURE;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.USER_DISABLED;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.WRONG_CERTIFICATE;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.WRONG_CREDENTIALS;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.WRONG_DPOP_PROOF;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.WRONG_REDIRECT_URI;
import static io.refreshgrants.keycloak.auth0.error.RefusalCause.WRONG_VERIFIER;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keycloak's refusals that must be told apart by their text, because Keycloak uses one error code for many causes:
 * {@code invalid_grant} for a dead token, a missing proof and a policy alike. A text that is not listed is passed on
 * unchanged. A test finds each text in the classes of the Keycloak version that is built against.
 */
public enum KeycloakSentence {
    OFFLINE_SESSION_ENDED(DEAD_GRANT, "Offline session not active", Origin.TOKENS),
    OFFLINE_SESSION_GONE(DEAD_GRANT, "Offline user session not found", Origin.TOKENS),
    SESSION_ENDED(DEAD_GRANT, "Session not active", Origin.TOKENS, Origin.CODE_GRANT),
    NO_REFRESH_TOKEN(DEAD_GRANT, "Invalid refresh token", Origin.TOKENS),
    OLDER_THAN_SESSION(DEAD_GRANT, "Refresh token issued before the user session started", Origin.TOKENS),
    OLDER_THAN_CLIENT_SESSION(DEAD_GRANT, "refresh token issued before the client session started", Origin.TOKENS),
    NO_CLIENT_SESSION(DEAD_GRANT, "Session doesn't have required client", Origin.TOKENS),
    CLIENT_SESSION_ENDED(DEAD_GRANT, "Client session not active", Origin.TOKENS),
    OTHER_CLIENT(DEAD_GRANT, "Unmatching clients", Origin.TOKENS),
    OTHER_CLIENTS_TOKEN(
            DEAD_GRANT,
            "Invalid refresh token. Token client and authorized client don't match",
            Origin.TOKENS,
            Origin.REFRESH_PROVIDER),
    OFFLINE_ACCESS_WITHDRAWN(
            DEAD_GRANT, "Offline session invalid because offline access not granted anymore", Origin.TOKENS),
    STALE(DEAD_GRANT, "Stale token", Origin.TOKENS, Origin.REFRESH_PROVIDER),
    USED_UP(DEAD_GRANT, "Maximum allowed refresh token reuse exceeded", Origin.TOKENS),
    CONSENT_WITHDRAWN(
            DEAD_GRANT, "Client no longer has requested consent from user", Origin.REFRESH_PROVIDER, Origin.CODE_GRANT),
    EXPIRED(DEAD_GRANT, "Token is not active", Origin.VERIFIER),
    OTHER_ISSUER(DEAD_GRANT, "Invalid token issuer. Expected '", Origin.VERIFIER),
    CODE_USED(DEAD_GRANT, "Code not valid", Origin.CODE_GRANT),
    CODE_EXPIRED(DEAD_GRANT, "Code is expired", Origin.CODE_GRANT),
    CODES_SESSION_GONE(DEAD_GRANT, "User session not found", Origin.CODE_GRANT),
    CODES_USER_GONE(DEAD_GRANT, "User not found", Origin.CODE_GRANT),
    OTHER_CLIENTS_CODE(DEAD_GRANT, "Auth error: Found different client_id in clientSession", Origin.CODE_GRANT),

    DEVICE_CODE_UNKNOWN(DEAD_GRANT, "Device code not valid", Origin.DEVICE_GRANT),

    DISABLED(USER_DISABLED, "User disabled", Origin.TOKENS, Origin.CODE_GRANT),
    DISABLED_AT_LOGIN(USER_DISABLED, "Account disabled", Origin.DIRECT_GRANT + "ValidateUsername"),
    CREDENTIALS(
            WRONG_CREDENTIALS,
            "Invalid user credentials",
            Origin.DIRECT_GRANT + "ValidateUsername",
            Origin.DIRECT_GRANT + "ValidatePassword",
            Origin.DIRECT_GRANT + "ValidateOTP"),
    NOT_SET_UP(ACCOUNT_NOT_SET_UP, "Account is not fully set up", Origin.PASSWORD_GRANT),

    NO_PASSWORD_GRANT(GRANT_NOT_ALLOWED, "Client not allowed for direct access grants", Origin.PASSWORD_GRANT),
    PASSWORD_GRANT_WITHOUT_CONSENT(GRANT_NOT_ALLOWED, "Client requires user consent", Origin.PASSWORD_GRANT),
    PASSWORD_GRANT_FORBIDDEN(
            GRANT_NOT_ALLOWED,
            "resource owner password credentials grant is prohibited.",
            Origin.POLICIES + "RejectResourceOwnerPasswordCredentialsGrantExecutor"),
    NO_CODE_GRANT(GRANT_NOT_ALLOWED, "Client not allowed to exchange code", Origin.CODE_GRANT),
    NO_SERVICE_ACCOUNT(GRANT_NOT_ALLOWED, "Client not enabled to retrieve service account", Origin.CLIENT_GRANT),
    PUBLIC_SERVICE_ACCOUNT(
            GRANT_NOT_ALLOWED, "Public client not allowed to retrieve service account", Origin.CLIENT_GRANT),
    BEARER_ONLY_SERVICE_ACCOUNT(
            GRANT_NOT_ALLOWED, "Bearer-only client not allowed to retrieve service account", Origin.CLIENT_GRANT),

    NO_DEVICE_GRANT(GRANT_NOT_ALLOWED, "Client not allowed OAuth 2.0 Device Authorization Grant", Origin.DEVICE_GRANT),
    NO_DEVICE_REQUEST(
            GRANT_NOT_ALLOWED,
            "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.",
            "org.keycloak.protocol.oidc.grants.device.endpoints.DeviceEndpoint"),

    DEVICE_LOGIN_DENIED(LOGIN_DENIED, "The end user denied the authorization request", Origin.DEVICE_GRANT),

    REDIRECT_URI(WRONG_REDIRECT_URI, "Incorrect redirect_uri", Origin.CODE_GRANT),
    VERIFIER_MISSING(
            WRONG_VERIFIER, "PKCE code verifier not specified", Origin.PKCE, Origin.POLICIES + "PKCEEnforcerExecutor"),
    VERIFIER_WITHOUT_CHALLENGE(
            WRONG_VERIFIER, "PKCE code verifier specified but challenge not present in authorization", Origin.PKCE),
    VERIFIER_WRONG(WRONG_VERIFIER, "PKCE verification failed: ", Origin.PKCE),
    VERIFIER_AGAINST_POLICY(WRONG_VERIFIER, "PKCE invalid code verifier", Origin.POLICIES + "PKCEEnforcerExecutor"),
    VERIFIER_WRONG_BY_POLICY(WRONG_VERIFIER, "PKCE verification failed", Origin.POLICIES + "PKCEEnforcerExecutor"),

    DPOP_PROOF_MISSING(
            WRONG_DPOP_PROOF, "DPoP proof is missing", Origin.TOKENS, Origin.POLICIES + "DPoPBindEnforcerExecutor"),
    CODES_DPOP_PROOF_MISSING(WRONG_DPOP_PROOF, "DPoP Proof missing", Origin.DPOP),
    CODES_DPOP_PROOF_OTHER(WRONG_DPOP_PROOF, "DPoP Proof public key thumbprint does not match dpop_jkt", Origin.DPOP),
    DPOP_BINDING_MISSING(WRONG_DPOP_PROOF, "No DPoP confirmation in access token", Origin.DPOP),
    DPOP_KEY_MISSING(WRONG_DPOP_PROOF, "No DPoP key thumbprint in access token", Origin.DPOP),
    DPOP_KEY_OTHER(WRONG_DPOP_PROOF, "DPoP confirmation doesn't match DPoP proof", Origin.DPOP),
    DPOP_KEY_OTHER_BY_POLICY(
            WRONG_DPOP_PROOF,
            "DPoP proof and token binding verification failed",
            Origin.POLICIES + "DPoPBindEnforcerExecutor"),
    CERTIFICATE_OTHER(
            WRONG_CERTIFICATE,
            "Client certificate missing, or its thumbprint and one in the token did NOT match",
            "org.keycloak.services.util.MtlsHoKTokenUtil"),
    CERTIFICATE_MISSING(
            WRONG_CERTIFICATE,
            "Client Certification missing for MTLS HoK Token Binding",
            "org.keycloak.protocol.oidc.grants.OAuth2GrantTypeBase",
            Origin.POLICIES + "HolderOfKeyEnforcerExecutor"),

    CLIENT_NOT_LOOKED_UP(
            SERVER_FAILURE,
            "Unexpected error when authenticating client",
            "org.keycloak.authentication.AuthenticationProcessor"),
    ORIGIN(FOREIGN_ORIGIN, "Invalid origin", "org.keycloak.services.cors.DefaultCors");

    private final RefusalCause cause;
    private final String text;
    // Unmodifiable, which its type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> origins;

    /**
     * A text of Keycloak's.
     *
     * @param text the whole text, or its beginning if it ends with a blank or a quotation mark
     * @param origins the Keycloak classes that contain it
     */
    KeycloakSentence(RefusalCause cause, String text, String... origins) {
        this.cause = cause;
        this.text = text;
        this.origins = List.of(origins);
    }

    static Optional<RefusalCause> cause(String description) {
        return Arrays.stream(values())
                .filter(sentence -> sentence.isIn(description))
                .map(sentence -> sentence.cause)
                .findFirst();
    }

    public boolean isIn(String description) {
        return text.endsWith("'") || text.endsWith(" ") ? description.startsWith(text) : description.equals(text);
    }

    String text() {
        return text;
    }

    List<String> origins() {
        return origins;
    }

    /** The Keycloak classes with most of the texts. */
    private static final class Origin {
        static final String TOKENS = "org.keycloak.protocol.oidc.TokenManager";
        static final String VERIFIER = "org.keycloak.TokenVerifier";
        static final String REFRESH_PROVIDER = "org.keycloak.protocol.oidc.refresh.AbstractRefreshTokenProvider";
        static final String CODE_GRANT = "org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantType";
        static final String PASSWORD_GRANT =
                "org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType";
        static final String CLIENT_GRANT = "org.keycloak.protocol.oidc.grants.ClientCredentialsGrantType";
        static final String DEVICE_GRANT = "org.keycloak.protocol.oidc.grants.device.DeviceGrantType";
        static final String DIRECT_GRANT = "org.keycloak.authentication.authenticators.directgrant.";
        static final String POLICIES = "org.keycloak.services.clientpolicy.executor.";
        static final String PKCE = "org.keycloak.protocol.oidc.utils.PkceUtils";
        static final String DPOP = "org.keycloak.services.util.DPoPUtil";

        private Origin() {}
    }
}
