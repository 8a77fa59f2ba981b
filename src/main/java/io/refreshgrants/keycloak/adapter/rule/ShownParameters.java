package io.refreshgrants.keycloak.adapter.rule;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which parameters of a request rules may see. Of a token request they see those listed here. An application may give its
 * authorization requests parameters of its own, for a rule to read: those pass, too, unless they are called like what
 * somebody could log in with.
 */
final class ShownParameters {

    /** An application's own by Auth0's convention, on any request. */
    private static final String EXTENSION = "ext-";

    /** Of requests with a body (RFC 6749 section 4, OpenID CIBA, Auth0). */
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

    /** Of authorization requests, those whose names would otherwise pass for a credential's. */
    private static final Set<String> IN_QUERY =
            Set.of("auth0Client", "code_challenge_method", "display", "organization", "response_type", "response_mode");

    private static final Pattern OWN = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private static final Pattern CREDENTIAL = Pattern.compile(
            "secret|pass|pwd|token|code|assert|otp|pin|key|cred|auth|jw[tes]|saml|ticket|sig|session|cookie|hash|cert|proof|request|puk|tan$",
            Pattern.CASE_INSENSITIVE);

    private ShownParameters() {}

    /** Those of a token request. */
    static Map<String, String> ofTokenRequest(MultivaluedMap<String, String> parameters) {
        return where(name -> IN_BODY.contains(name) || name.startsWith(EXTENSION), parameters);
    }

    /** Those of an authorization request. */
    static Map<String, String> ofAuthorizationRequest(MultivaluedMap<String, String> parameters) {
        return where(ShownParameters::isShownInQuery, parameters);
    }

    private static boolean isShownInQuery(String name) {
        return IN_QUERY.contains(name)
                || IN_BODY.contains(name)
                || name.startsWith(EXTENSION)
                || OWN.matcher(name).matches() && !CREDENTIAL.matcher(name).find();
    }

    /** OAuth sends no parameter twice (RFC 6749 section 3.1); of one that is, the first counts. */
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
