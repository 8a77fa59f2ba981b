package io.refreshgrants.keycloak.auth0.management;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Auth0's Management API has and this one has not: an application is told so instead of that there is no such path. */
final class NotServed {

    /** The members of Auth0's that applications have not here. */
    static final Set<String> OF_CLIENTS = Set.of(
            "addons",
            "allowed_clients",
            "async_approval_notification_channels",
            "client_aliases",
            "client_authentication_methods",
            "client_metadata",
            "compliance_level",
            "cross_origin_loc",
            "custom_login_page",
            "custom_login_page_preview",
            "default_organization",
            "encryption_key",
            "express_configuration",
            "fedcm_login",
            "form_template",
            "identity_assertion_authorization_grant",
            "initiate_login_uri",
            "logo_uri",
            "mobile",
            "my_organization_configuration",
            "native_social_login",
            "oidc_backchannel_logout",
            "oidc_logout",
            "organization_discovery_methods",
            "organization_require_behavior",
            "organization_usage",
            "par_request_expiry",
            "redirection_policy",
            "resource_server_identifier",
            "session_transfer",
            "signed_request_object",
            "skip_non_verifiable_callback_uri_confirmation_prompt",
            "third_party_security_mode",
            "token_exchange",
            "token_quota",
            "token_vault_privileged_access");

    /** Those of APIs. */
    static final Set<String> OF_RESOURCE_SERVERS = Set.of(
            "allow_online_access",
            "allow_online_access_with_ephemeral_sessions",
            "authorization_details",
            "authorization_policy",
            "client_id",
            "consent_policy",
            "proof_of_possession",
            "signing_secret",
            "subject_type_authorization",
            "token_encryption");

    /** Those of client grants. */
    static final Set<String> OF_CLIENT_GRANTS = Set.of(
            "allow_all_scopes",
            "allow_any_organization",
            "authorization_details_types",
            "default_for",
            "organization_usage",
            "subject_type");

    /** Those of actions. */
    static final Set<String> OF_ACTIONS = Set.of("modules");

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
