package io.refreshgrants.keycloak.auth0.management;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSecretConstants;
import org.keycloak.representations.idm.ClientRepresentation;

/** What Keycloak itself keeps of an application: the members that a body names, in the words of Keycloak's admin REST API. */
final class ClientMembers {

    static final Set<String> NAMES = Set.of(
            "name",
            "description",
            "callbacks",
            Origins.WEB,
            Origins.ALLOWED,
            "allowed_logout_urls",
            "grant_types",
            "token_endpoint_auth_method",
            "is_first_party",
            "require_pushed_authorization_requests",
            "require_proof_of_possession");

    /** Keycloak's authenticator for both ways of sending a secret. */
    static final String BY_SECRET = "client-secret";

    /** The secret in the body, or in the header: Keycloak takes both unless it is told otherwise. */
    static final String POST = "client_secret_post";

    /** The secret in the header alone. */
    private static final String BASIC = "client_secret_basic";

    static final String NONE = "none";

    /** The one method that Keycloak's authenticator accepts; without a value both. */
    static final String ONLY_METHOD = ClientSecretConstants.CLIENT_SECRET_AUTHENTICATION_ALLOWED_METHOD;

    static final String PUSHED_REQUESTS = "require.pushed.authorization.requests";
    static final String PROOF_OF_POSSESSION = "dpop.bound.access.tokens";

    private static final String LOGOUT_URLS = "post.logout.redirect.uris";
    private static final String BETWEEN_URLS = "##";

    /** What a column of Keycloak's tables takes. */
    private static final int MOST_TEXT = 255;

    /** Keycloak knows a wildcard at the end alone, and would keep any other without ever finding a match. */
    private static final Pattern INNER_WILDCARD = Pattern.compile("\\*.");

    private ClientMembers() {}

    static Collection<String> logoutUrls(ClientModel client) {
        String stored = client.getAttribute(LOGOUT_URLS);
        return stored == null || stored.isBlank() ? List.of() : new TreeSet<>(List.of(stored.split(BETWEEN_URLS)));
    }

    /**
     * What the members want; nothing in it for those that are not there.
     *
     * @param origins those that the application has
     */
    static ClientRepresentation in(Members members, Origins origins) {
        ClientRepresentation client = new ClientRepresentation();
        if (members.has("name")) {
            client.setName(shortText("name", members.requiredText("name")));
        }
        if (members.has("description")) {
            client.setDescription(
                    members.isNull("description")
                            ? ""
                            : shortText("description", String.valueOf(members.text("description"))));
        }
        if (members.has("callbacks")) {
            client.setRedirectUris(urls(members, "callbacks"));
        }
        if (members.has(Origins.WEB) || members.has(Origins.ALLOWED)) {
            origins.changedBy(members).putInto(client);
        }
        if (members.has("allowed_logout_urls")) {
            GrantType.attribute(client, LOGOUT_URLS, String.join(BETWEEN_URLS, urls(members, "allowed_logout_urls")));
        }
        if (members.has("grant_types")) {
            GrantType.putAll(client, members.requiredTexts("grant_types"));
        }
        if (members.has("token_endpoint_auth_method")) {
            authenticated(client, members.requiredText("token_endpoint_auth_method"));
        }
        if (members.has("is_first_party")) {
            client.setConsentRequired(!members.requiredFlag("is_first_party"));
        }
        if (members.has("require_pushed_authorization_requests")) {
            GrantType.attribute(client, PUSHED_REQUESTS, members.requiredFlag("require_pushed_authorization_requests"));
        }
        if (members.has("require_proof_of_possession")) {
            GrantType.attribute(client, PROOF_OF_POSSESSION, members.requiredFlag("require_proof_of_possession"));
        }
        return client;
    }

    /** Gives a new application what Auth0 gives it, unless it says otherwise, but for the implicit grant. */
    static void complete(ClientRepresentation client, String appType) {
        client.setProtocol("openid-connect");
        if (client.isStandardFlowEnabled() == null) {
            GrantType.putAll(
                    client,
                    appType.equals("non_interactive")
                            ? List.of(GrantType.CLIENT_CREDENTIALS)
                            : List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        }
        if (client.isPublicClient() == null) {
            authenticated(client, Set.of("spa", "native").contains(appType) ? NONE : POST);
        }
    }

    /** What this API calls a field of Keycloak's. */
    static String nameOf(String field) {
        return switch (field) {
            case "redirectUris", "redirectUri" -> "callbacks";
            case "webOrigins" -> Origins.WEB;
            case "attributes" -> "client";
            default -> field;
        };
    }

    private static void authenticated(ClientRepresentation client, String method) {
        if (!List.of(NONE, POST, BASIC).contains(method)) {
            throw ManagementError.invalidBody(
                    "token_endpoint_auth_method must be " + NONE + ", " + POST + " or " + BASIC);
        }
        client.setPublicClient(method.equals(NONE));
        if (!method.equals(NONE)) {
            client.setClientAuthenticatorType(BY_SECRET);
        }
        GrantType.attribute(client, ONLY_METHOD, method.equals(BASIC) ? BASIC : "");
    }

    static List<String> urls(Members members, String name) {
        List<String> urls = members.isNull(name) ? List.of() : members.requiredTexts(name);
        for (String url : urls) {
            shortText(name, url);
            if (url.isBlank()
                    || url.contains(BETWEEN_URLS)
                    || INNER_WILDCARD.matcher(url).find()) {
                throw ManagementError.invalidBody(
                        name + " must be addresses, which may have a * at their end and nowhere else");
            }
        }
        return List.copyOf(new TreeSet<>(urls));
    }

    private static String shortText(String name, String text) {
        if (text.length() > MOST_TEXT) {
            throw ManagementError.invalidBody(name + " must be texts of no more than " + MOST_TEXT + " characters");
        }
        return text;
    }
}
