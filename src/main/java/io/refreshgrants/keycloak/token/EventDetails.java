package io.refreshgrants.keycloak.token;

/** The details that events of managed requests carry beside Keycloak's own. */
public final class EventDetails {

    /** The id of the refresh token family. Not a secret: it is worth nothing without the signed token around it. */
    public static final String FAMILY = "refresh_token_family";

    /** The audience of the grant. */
    public static final String AUDIENCE = "audience";

    /** Why no refresh token was issued although one was asked for. */
    public static final String OFFLINE_ACCESS_DENIED = "offline_access_denied";

    /** Why and when a family was revoked. */
    public static final String REVOKED_REASON = "revoked_reason";

    public static final String REVOKED_AT = "revoked_at";

    /** How many families a revocation ended. */
    public static final String REVOKED_FAMILIES = "revoked_families";

    /** Which they were, the first twenty. */
    public static final String REVOKED_FAMILY_IDS = "revoked_family_ids";

    /** From where and when the owner of a reused token last used its family. */
    public static final String LAST_IP = "last_ip";

    public static final String LAST_USER_AGENT = "last_user_agent";

    public static final String LAST_EXCHANGED_AT = "last_exchanged_at";

    /** With what a reused token was presented; the event itself has the address. */
    public static final String USER_AGENT = "user_agent";

    /** The number of the refresh token presented, the first of its family being 1. */
    public static final String TOKEN_NUMBER = "refresh_token_number";

    /** The number of the family's newest refresh token. */
    public static final String NEWEST_TOKEN_NUMBER = "newest_refresh_token_number";

    /** That the application only watches for reuse, so the refresh went on. */
    public static final String REUSE_DETECTION = "reuse_detection";

    /** How many older families a login has pushed out. */
    public static final String PUSHED_OUT_FAMILIES = "pushed_out_families";

    /** Which they were, the first twenty. */
    public static final String PUSHED_OUT_FAMILY_IDS = "pushed_out_family_ids";

    /** The name of the rule that refused. */
    public static final String RULE = "rule";

    /** What the rule said to it, or what went wrong with it. */
    public static final String RULE_MESSAGE = "rule_message";

    private EventDetails() {}
}
