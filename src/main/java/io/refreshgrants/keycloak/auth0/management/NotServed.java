package io.refreshgrants.keycloak.auth0.management;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Auth0's Management API has and this one has not: an application is told so instead of that there is no such path. */
final class NotServed {

    private static final Pattern NOUN = Pattern.compile(".*?/api/v2/([a-z-]+)(?:/.*)?");

    private static final Pattern NOUNS =
            Pattern.compile("actions|anomaly|attack-protection|blacklists|branding|client-grants"
                    + "|clients|connections|custom-domains|device-credentials|email-templates|emails|event-streams|flows|forms|groups"
                    + "|guardian|hooks|jobs|keys|log-streams|logs|network-acls|organizations|prompts|refresh-tokens"
                    + "|resource-servers|risk-assessments|roles|rules|rules-configs|self-service-profiles|sessions|stats"
                    + "|tenants|tickets|token-exchange-profiles|user-attribute-profiles|user-blocks|users|users-by-email"
                    + "|verification-templates");

    private NotServed() {}

    /** The refusal at a path that leads to something of Auth0's; empty for any other path. */
    static Optional<ManagementError> at(String path) {
        Matcher noun = NOUN.matcher(path);
        return noun.matches() && NOUNS.matcher(noun.group(1)).matches()
                ? Optional.of(ManagementError.notImplemented("This server has no such operation on " + noun.group(1)
                        + ": Keycloak's admin REST API may have one"))
                : Optional.empty();
    }
}
