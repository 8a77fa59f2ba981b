package io.refreshgrants.keycloak.adapter.rule;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Selects the parameters of a request that rules may see. Of a token request, those listed here. Of an authorization
 * request also the application's own, which may be meant for a rule, unless their names look like credentials.
 */
final class ShownParameters {

    /** Auth0's prefix for an application's own parameters, on any request. */
    private static final String EXTENSION = "ext-";

    /** Shown on requests with a body (RFC 6749 section 4, OpenID CIBA, Auth0). */
    private static final Set<String> IN_BODY = Set.of(
            "acr_values",
            "audience",
            "auth0Client",
            "client_id",
            "connection",
            "device",
            "grant_type",
            "login_hint",
            "organization",
            "realm",
            "redirect_uri",
            "scope",
            "ui_locales",
            "username");

    /** Shown on authorization requests although their names look like credentials, or for Auth0's sake. */
    private static final Set<String> IN_QUERY =
            Set.of("auth0Client", "code_challenge_method", "display", "organization", "response_type", "response_mode");

    private static final Pattern OWN = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private static final Pattern CREDENTIAL = Pattern.compile(
            "secret|pass|pwd|token|code|assert|otp|pin|key|cred|auth|jw[tes]|saml|ticket|sig|session|cookie|hash|cert|proof|request|puk|tan$",
            Pattern.CASE_INSENSITIVE);

    private ShownParameters() {}

    /** The visible parameters of a token request. */
    static Map<String, String> ofTokenRequest(MultivaluedMap<String, String> parameters) {
        return where(name -> IN_BODY.contains(name) || name.startsWith(EXTENSION), parameters);
    }

    /** The visible parameters of an authorization request. */
    static Map<String, String> ofAuthorizationRequest(MultivaluedMap<String, String> parameters) {
        return where(ShownParameters::isShownInQuery, parameters);
    }

    private static boolean isShownInQuery(String name) {
        return IN_QUERY.contains(name)
                || IN_BODY.contains(name)
                || name.startsWith(EXTENSION)
                || OWN.matcher(name).matches() && !CREDENTIAL.matcher(name).find();
    }

    /** OAuth forbids repeated parameters (RFC 6749 section 3.1); if one is repeated, rules see its first value. */
    private static Map<String, String> where(Predicate<String> shown, MultivaluedMap<String, String> parameters) {
        Map<String, String> seen = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (!values.isEmpty() && values.get(0) != null && shown.test(name)) {
                seen.put(name, values.get(0));
            }
        });
        return seen;
    }
}
