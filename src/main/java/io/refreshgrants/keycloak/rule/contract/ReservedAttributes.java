package io.refreshgrants.keycloak.rule.contract;

import java.util.Locale;
import java.util.Set;

/**
 * User attributes that are not metadata: those that identify the user, and those that Keycloak and this extension use.
 */
final class ReservedAttributes {

    /** In lower case, as Keycloak compares them. */
    private static final Set<String> NAMES = Set.of(
            "username",
            "email",
            "firstname",
            "lastname",
            "emailverified",
            "email_verified",
            "enabled",
            "disabledreason",
            "is_temporary_admin",
            "created_timestamp",
            "createtimestamp",
            "modifytimestamp",
            "usercertificate",
            "kerberos_principal",
            "federation_link",
            "service_account_client_link",
            UserProfile.LOGINS_COUNT);

    private static final Set<String> PREFIXES = Set.of("saml.", "kc.", "ldap_");

    private ReservedAttributes() {}

    /** Whether the attribute is one of them. */
    static boolean contain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
