package io.refreshgrants.keycloak.endpoint;

import io.refreshgrants.keycloak.token.RefreshRefusal;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.OAuth2Constants;

/**
 * Keycloak's refusals of a token request in Auth0's words. {@code docs/auth0-answers.md} holds the table and says where
 * Auth0's own behaviour is not certain.
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

    /** Keycloak refuses a client that may not use the grant under several codes, two of them those of a bad secret. */
    private static final Set<String> GRANT_NOT_ALLOWED = Set.of(
            "Client not allowed for direct access grants",
            "Client requires user consent",
            "Client not allowed to exchange code",
            "Client not enabled to retrieve service account",
            "Public client not allowed to retrieve service account",
            "Bearer-only client not allowed to retrieve service account");

    /** Ours, with texts that are a rule's to choose, or Keycloak's over a realm that is disabled. */
    private static final Set<String> RULES_AND_REALM =
            Set.of("access_denied", "unauthorized", "interaction_required", "mfa_required");

    private static final Set<String> USER_DISABLED = Set.of("User disabled", "Account disabled");

    private static final Pattern REDIRECT_URIS =
            Pattern.compile("Saved redirectUri: (.*), redirectUri parameter: (.*)$", Pattern.DOTALL);

    private TokenErrors() {}

    static Auth0Error translate(KeycloakRefusal refusal) {
        return general(refusal).orElseGet(() -> switch (refusal.grantType()) {
            case OAuth2Constants.REFRESH_TOKEN -> refresh(refusal);
            case OAuth2Constants.AUTHORIZATION_CODE -> code(refusal);
            case TokenResource.PASSWORD, TokenResource.PASSWORD_REALM -> password(refusal);
            default -> asIs(refusal);
        });
    }

    private static Optional<Auth0Error> general(KeycloakRefusal refusal) {
        if (RULES_AND_REALM.contains(refusal.error())) {
            return Optional.of(asIs(refusal));
        }
        if (GRANT_NOT_ALLOWED.contains(refusal.description())) {
            return Optional.of(new Auth0Error(
                    403,
                    "unauthorized_client",
                    "Grant type '" + refusal.grantType() + "' not allowed for the client.",
                    GRANT_TYPES_URI));
        }
        if (USER_DISABLED.contains(refusal.description())) {
            return Optional.of(USER_BLOCKED);
        }
        return switch (refusal.error()) {
            case "invalid_client", "unauthorized_client" -> Optional.of(UNAUTHORIZED);
            case "not_allowed" -> Optional.of(new Auth0Error(403, "access_denied", refusal.description()));
            default -> Optional.empty();
        };
    }

    private static Auth0Error refresh(KeycloakRefusal refusal) {
        if (refusal.isMissing(OAuth2Constants.REFRESH_TOKEN)) {
            return Auth0Error.missing(OAuth2Constants.REFRESH_TOKEN);
        }
        if (refusal.description().equals(RefreshRefusal.USER_NOT_FOUND.description())) {
            return USER_DELETED;
        }
        return switch (refusal.error()) {
            // A consent that was withdrawn is an invalid_scope to Keycloak.
            case "invalid_grant", "invalid_token", "invalid_scope" -> INVALID_REFRESH_TOKEN;
            default -> asIs(refusal);
        };
    }

    private static Auth0Error code(KeycloakRefusal refusal) {
        if (refusal.isMissing(OAuth2Constants.CODE)) {
            return Auth0Error.missing(OAuth2Constants.CODE);
        }
        if (refusal.description().startsWith("PKCE")) {
            return INVALID_VERIFIER;
        }
        if (refusal.description().equals("Incorrect redirect_uri")) {
            return wrongRedirectUri(refusal);
        }
        return switch (refusal.error()) {
            case "invalid_grant", "invalid_scope" -> INVALID_CODE;
            default -> asIs(refusal);
        };
    }

    private static Auth0Error password(KeycloakRefusal refusal) {
        if (refusal.isMissing("username")) {
            return Auth0Error.missing("username");
        }
        if (refusal.isMissing("password")) {
            return Auth0Error.missing("password");
        }
        if (refusal.description().equals("Account is not fully set up")) {
            return new Auth0Error(403, "access_denied", refusal.description());
        }
        return refusal.error().equals("invalid_grant") ? WRONG_PASSWORD : asIs(refusal);
    }

    /** Auth0 prints the origins only: the rest of a redirect URI can carry secrets. */
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
        int status = refusal.status() < 400 ? 400 : refusal.status();
        String description = refusal.description().isEmpty() ? "The request was refused" : refusal.description();
        return new Auth0Error(status, refusal.error(), description);
    }
}
