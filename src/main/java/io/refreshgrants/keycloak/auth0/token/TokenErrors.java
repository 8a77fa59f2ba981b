package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import io.refreshgrants.keycloak.auth0.error.KeycloakRefusal;
import io.refreshgrants.keycloak.auth0.error.RefusalCause;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;

/**
 * Words Keycloak's refusals of token requests as Auth0 does, by their cause. An unknown refusal keeps Keycloak's words,
 * because SDKs discard a token that is reported dead. {@code docs/auth0-answers.md} has the table, and says where
 * Auth0's behaviour is not certain.
 */
final class TokenErrors {

    private static final String GRANT_TYPES_URI = "https://auth0.com/docs/clients/client-grant-types";

    private static final Auth0Error UNAUTHORIZED = new Auth0Error(401, "access_denied", "Unauthorized");
    private static final Auth0Error USER_BLOCKED = new Auth0Error(403, "invalid_grant", "user is blocked");
    private static final Auth0Error USER_DELETED = new Auth0Error(
            403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.");
    private static final Auth0Error INVALID_REFRESH_TOKEN =
            new Auth0Error(403, "invalid_grant", "Unknown or invalid refresh token.");
    private static final Auth0Error INVALID_CODE = new Auth0Error(403, "invalid_grant", "Invalid authorization code");
    private static final Auth0Error INVALID_VERIFIER =
            new Auth0Error(403, "invalid_grant", "Failed to verify code verifier");
    private static final Auth0Error WRONG_PASSWORD = new Auth0Error(403, "invalid_grant", "Wrong email or password.");

    private static final Auth0Error INVALID_DEVICE_CODE =
            new Auth0Error(403, "invalid_grant", "Invalid or expired device code.");
    private static final Auth0Error LOGIN_DENIED =
            new Auth0Error(403, "access_denied", "User cancelled the confirmation prompt.");

    /** Of a device that asks for the tokens of its code. Auth0 says these with a status of their own, not with 400. */
    private static final Map<String, Auth0Error> OF_DEVICES = Map.of(
            OAuthErrorException.AUTHORIZATION_PENDING,
            new Auth0Error(403, "authorization_pending", "User has yet to authorize device code."),
            OAuthErrorException.SLOW_DOWN,
            new Auth0Error(429, "slow_down", "You are polling faster than the specified interval."),
            OAuthErrorException.EXPIRED_TOKEN,
            new Auth0Error(403, "expired_token", "The device code is expired."));

    private static final Auth0Error SECOND_FACTOR =
            new Auth0Error(403, "mfa_required", "Multifactor authentication required");

    /** Codes passed on unchanged: those of rules, which choose their own texts, and Keycloak's for a disabled realm. */
    private static final Set<String> RULES_AND_REALM =
            Set.of("access_denied", "unauthorized", "interaction_required", "mfa_required");

    /** Required parameters of each grant, in the order in which they are checked. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            OAuth2Constants.REFRESH_TOKEN, List.of(OAuth2Constants.REFRESH_TOKEN),
            OAuth2Constants.AUTHORIZATION_CODE, List.of(OAuth2Constants.CODE),
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, List.of(OAuth2Constants.DEVICE_CODE),
            TokenResource.PASSWORD, List.of("username", "password"),
            TokenResource.PASSWORD_REALM, List.of("username", "password"));

    private static final Pattern REDIRECT_URIS =
            Pattern.compile("Saved redirectUri: (.*), redirectUri parameter: (.*)$", Pattern.DOTALL);

    private TokenErrors() {}

    static Auth0Error translate(KeycloakRefusal refusal) {
        return refusal.cause()
                .map(cause -> known(cause, refusal))
                .or(() -> Optional.ofNullable(OF_DEVICES.get(refusal.error())))
                .or(() -> Optional.of(asIs(refusal)).filter(it -> RULES_AND_REALM.contains(it.error())))
                .or(() -> authentication(refusal))
                .or(() -> missing(refusal))
                .orElseGet(() -> asIs(refusal));
    }

    private static Auth0Error known(RefusalCause cause, KeycloakRefusal refusal) {
        return switch (cause) {
            case DEAD_GRANT -> missing(refusal).orElseGet(() -> dead(refusal));
            case WRONG_CREDENTIALS -> missing(refusal).orElse(WRONG_PASSWORD);
            case SECOND_FACTOR_MISSING -> SECOND_FACTOR;
            case USER_DELETED -> USER_DELETED;
            case USER_DISABLED -> USER_BLOCKED;
            case ACCOUNT_NOT_SET_UP, WRONG_CERTIFICATE -> new Auth0Error(403, "access_denied", refusal.description());
            case GRANT_NOT_ALLOWED ->
                new Auth0Error(
                        403,
                        "unauthorized_client",
                        "Grant type '" + refusal.grantType() + "' not allowed for the client.",
                        GRANT_TYPES_URI);
            case WRONG_REDIRECT_URI -> wrongRedirectUri(refusal);
            case WRONG_VERIFIER -> INVALID_VERIFIER;
            case WRONG_DPOP_PROOF -> new Auth0Error(400, "invalid_dpop_proof", refusal.description());
            case LOGIN_DENIED -> LOGIN_DENIED;
            case SERVER_FAILURE, FOREIGN_ORIGIN -> UNAUTHORIZED;
        };
    }

    private static Auth0Error dead(KeycloakRefusal refusal) {
        return switch (refusal.grantType()) {
            case OAuth2Constants.REFRESH_TOKEN -> INVALID_REFRESH_TOKEN;
            case OAuth2Constants.AUTHORIZATION_CODE -> INVALID_CODE;
            case OAuth2Constants.DEVICE_CODE_GRANT_TYPE -> INVALID_DEVICE_CODE;
            default -> asIs(refusal);
        };
    }

    /** A client policy may use these codes, too, and its refusal says more. */
    private static Optional<Auth0Error> authentication(KeycloakRefusal refusal) {
        return switch (refusal.error()) {
            case "invalid_client", "unauthorized_client" ->
                refusal.byPolicy() ? Optional.empty() : Optional.of(UNAUTHORIZED);
            case "not_allowed" -> Optional.of(new Auth0Error(403, "access_denied", refusal.description()));
            default -> Optional.empty();
        };
    }

    private static Optional<Auth0Error> missing(KeycloakRefusal refusal) {
        return REQUIRED.getOrDefault(refusal.grantType(), List.of()).stream()
                .filter(refusal::isMissing)
                .findFirst()
                .map(Auth0Error::missing);
    }

    /** Shows origins only, as Auth0 does: the rest of a redirect URI can contain secrets. */
    private static Auth0Error wrongRedirectUri(KeycloakRefusal refusal) {
        Matcher uris = REDIRECT_URIS.matcher(refusal.reason());
        String expected = uris.find() ? origin(uris.group(1)) : "another";
        String sent = origin(refusal.parameters().getFirst(OAuth2Constants.REDIRECT_URI));
        return new Auth0Error(
                403,
                "unauthorized_client",
                "The redirect URI is wrong. You sent " + sent + ", and we expected " + expected);
    }

    private static String origin(String redirectUri) {
        if (redirectUri == null) {
            return "null";
        }
        try {
            URI uri = URI.create(redirectUri);
            return uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (IllegalArgumentException e) {
            return "null";
        }
    }

    private static Auth0Error asIs(KeycloakRefusal refusal) {
        int status = refusal.error().equals("invalid_grant") ? 403 : Math.max(refusal.status(), 400);
        String description = refusal.description().isEmpty() ? "The request was refused" : refusal.description();
        return new Auth0Error(status, refusal.error(), description);
    }
}
