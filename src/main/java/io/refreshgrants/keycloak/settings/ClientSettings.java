package io.refreshgrants.keycloak.settings;

import static io.refreshgrants.keycloak.settings.ValueType.flag;
import static io.refreshgrants.keycloak.settings.ValueType.number;
import static io.refreshgrants.keycloak.settings.ValueType.seconds;
import static io.refreshgrants.keycloak.settings.ValueType.text;
import static io.refreshgrants.keycloak.settings.ValueType.words;
import static java.util.Map.entry;

import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import io.refreshgrants.keycloak.settings.RotationSettings.ReuseDetection;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.Setting.Value;
import java.time.Duration;
import java.util.List;

/** The settings of an application, each with all that is known of it. */
public final class ClientSettings {

    /** What an application is, in Auth0's words. */
    enum AppType {
        REGULAR_WEB,
        NATIVE,
        SPA,
        NON_INTERACTIVE
    }

    static final Setting<AppType> APP_TYPE = Setting.ofClient(
                    "app_type",
                    words(
                            entry("regular_web", AppType.REGULAR_WEB),
                            entry("native", AppType.NATIVE),
                            entry("spa", AppType.SPA),
                            entry("non_interactive", AppType.NON_INTERACTIVE)),
                    "regular_web",
                    new Explanation(
                            "Application type",
                            "What the application is. A `spa` gets refresh tokens only when it rotates."))
            .safer("spa");

    static final Setting<Boolean> ROTATION_TYPE = Setting.ofClient(
                    "rotation_type",
                    words(entry("rotating", true), entry("non-rotating", false)),
                    "non-rotating",
                    new Explanation(
                            "Rotation", "Whether each exchange gives a new refresh token and ends the previous one."))
            .when(APP_TYPE, "spa", "rotating")
            .safer("rotating");

    static final Setting<Duration> LEEWAY = Setting.ofClient(
            "leeway",
            seconds(0, 86_400),
            "0",
            new Explanation(
                    "Rotation leeway",
                    "How long after its rotation a token may be used again, for applications that never got the answer."
                            + " Each such use gives another token, and the last one is the newest. Using it ends the"
                            + " leeway."));

    static final Setting<ReuseDetection> REUSE_DETECTION = Setting.ofClient(
            "reuse_detection",
            words(entry("enforce", ReuseDetection.ENFORCE), entry("log", ReuseDetection.LOG)),
            "enforce",
            new Explanation(
                    "Reuse detection",
                    "Whether the use of an ended token ends the family, or is only reported (event and metric). `log`"
                            + " turns rotation on without an outage: nothing ends then, including the other tokens of"
                            + " the grant."));

    // Auth0 gives browser applications ends, and so are rotating tokens given: nobody can use one twice to keep it.
    static final Setting<Boolean> EXPIRATION_TYPE = Setting.ofClient(
                    "expiration_type",
                    words(entry("expiring", true), entry("non-expiring", false)),
                    "non-expiring",
                    new Explanation("Expiration", "Whether the lifetimes apply at all."))
            .when(ROTATION_TYPE, "rotating", "expiring")
            .safer("expiring");

    static final Setting<Duration> TOKEN_LIFETIME = Setting.ofClient(
            "token_lifetime",
            seconds(1, Lifetimes.LONGEST),
            "2592000",
            new Explanation(
                    "Lifetime",
                    "How long after the login a family lives. Rotation does not extend it. Set later, it starts at the"
                            + " next exchange, and cannot be taken back for that family."));

    static final Setting<Boolean> INFINITE_TOKEN_LIFETIME = Setting.ofClient(
            "infinite_token_lifetime",
            flag(),
            "false",
            new Explanation("Unlimited lifetime", "No such end; wins over `token_lifetime`."));

    static final Setting<Duration> IDLE_TOKEN_LIFETIME = Setting.ofClient(
            "idle_token_lifetime",
            seconds(1, Lifetimes.LONGEST),
            "1296000",
            new Explanation(
                    "Idle lifetime",
                    "How long a family lives without being used, by the current setting. A family that does not rotate"
                            + " records a use only when a twenty-fourth of this has passed since the last, without an"
                            + " idle lifetime once a day. A lifetime that is set or shortened later counts from the last"
                            + " recorded use."));

    static final Setting<Boolean> INFINITE_IDLE_TOKEN_LIFETIME = Setting.ofClient(
            "infinite_idle_token_lifetime",
            flag(),
            "false",
            new Explanation("Unlimited idle lifetime", "No such end; wins over `idle_token_lifetime`."));

    static final Setting<Integer> MAX_TOKENS = Setting.ofClient(
            "max_tokens",
            number(1, 100_000),
            "200",
            new Explanation(
                    "Most families",
                    "How many families a user may have with the application; the next login pushes out the oldest."));

    // Auth0 publishes no numbers for its limit on one token from one address; these are ours.
    static final Setting<Integer> THROTTLE_REQUESTS = Setting.ofClient(
            "throttle_requests",
            number(0, 100_000),
            "10",
            new Explanation(
                    "Throttle: exchanges",
                    "How many exchanges of one family from one address (IPv6: /64) a full bucket allows, on each node."
                            + " `0` switches the throttle off."));

    static final Setting<Duration> THROTTLE_PERIOD = Setting.ofClient(
            "throttle_period",
            seconds(1, 86_400),
            "60",
            new Explanation("Throttle: period", "How long an empty bucket takes to fill."));

    static final Setting<RevocationScope> REVOCATION = Setting.ofClient(
            "revocation",
            words(entry("grant", RevocationScope.GRANT), entry("token", RevocationScope.TOKEN)),
            "grant",
            new Explanation(
                    "Revocation",
                    "Whether revoking one refresh token revokes all of the same user, client and audience, or only its"
                            + " family (device)."));

    /** Whether every token request of the client is managed (Auth0's <em>OIDC Conformant</em>). */
    public static final Setting<Boolean> OIDC_CONFORMANT = Setting.ofClient(
            "oidc_conformant",
            flag(),
            "false",
            new Explanation(
                    "OIDC conformant",
                    "Whether every token request of the client is managed, also without `audience` on Keycloak's own"
                            + " endpoints."));

    /** Whether managed requests are granted Keycloak's default client scopes, too, which they did not ask for. */
    public static final Setting<Boolean> GRANT_DEFAULT_SCOPES = Setting.ofClient(
            "grant_default_scopes",
            flag(),
            "false",
            new Explanation(
                    "Grant default scopes",
                    "Whether managed requests also get the client's default client scopes (`profile` and `email`, unless"
                            + " an admin changes it). Requests that are not managed always get them. As a realm"
                            + " attribute it keeps Keycloak's behaviour for all applications."));

    /** How long ID tokens of managed requests live. */
    public static final Setting<Duration> ID_TOKEN_LIFETIME = Setting.ofClient(
            "id_token_lifetime",
            seconds(1, Lifetimes.LONGEST),
            "36000",
            new Explanation(
                    "ID token lifetime",
                    "How long the ID tokens of managed requests live. Some of Auth0's browser SDKs refresh when the ID"
                            + " token ends, even if the access token lives on."));

    static final Setting<List<ResourcePolicy>> POLICIES = Setting.ofClient(
            "policies",
            text(
                    "JSON, as Auth0's `refresh_token.policies`: `[{\"audience\":\"…\",\"scope\":[\"…\"]}]`",
                    ResourcePolicy::parse),
            Value.none(List.of()),
            new Explanation(
                    "Policies",
                    "Other APIs that a refresh may ask for with `audience` (multi-resource refresh tokens), and the"
                            + " scopes it may have there. Of the grant's own scopes only those of OpenID Connect carry"
                            + " over, because a name can mean another thing at another API. The grant stays that of the"
                            + " login. Not for clients with *Consent required*."));

    /** All of them, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(
            APP_TYPE,
            ROTATION_TYPE,
            LEEWAY,
            REUSE_DETECTION,
            EXPIRATION_TYPE,
            TOKEN_LIFETIME,
            INFINITE_TOKEN_LIFETIME,
            IDLE_TOKEN_LIFETIME,
            INFINITE_IDLE_TOKEN_LIFETIME,
            MAX_TOKENS,
            THROTTLE_REQUESTS,
            THROTTLE_PERIOD,
            REVOCATION,
            OIDC_CONFORMANT,
            GRANT_DEFAULT_SCOPES,
            ID_TOKEN_LIFETIME,
            POLICIES);

    private ClientSettings() {}
}
