package io.refreshgrants.keycloak.settings;

import static io.refreshgrants.keycloak.settings.ValueType.flag;
import static io.refreshgrants.keycloak.settings.ValueType.seconds;
import static io.refreshgrants.keycloak.settings.ValueType.text;
import static io.refreshgrants.keycloak.settings.ValueType.words;
import static java.util.Map.entry;

import io.refreshgrants.keycloak.settings.RealmLimits.RequiredRotation;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.Setting.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of a realm, each with all that is known of it. */
public final class RealmSettings {

    private static final ValueType<Optional<Duration>> LIFETIME = seconds(1, Lifetimes.LONGEST, Optional::of);

    static final Setting<Optional<Duration>> MAX_TOKEN_LIFETIME = Setting.ofRealm(
                    "max_token_lifetime",
                    LIFETIME,
                    Value.none(Optional.empty()),
                    new Explanation(
                            "Longest lifetime",
                            "The longest life of a family, also of an application whose tokens do not expire. Set later,"
                                    + " it counts from the next exchange of each family that would live longer."))
            .safer("2592000");

    static final Setting<Optional<Duration>> MAX_IDLE_TOKEN_LIFETIME = Setting.ofRealm(
                    "max_idle_token_lifetime",
                    LIFETIME,
                    Value.none(Optional.empty()),
                    new Explanation(
                            "Longest idle lifetime",
                            "How long a family may stay unused; takes effect at once for all families."))
            .safer("1296000");

    static final Setting<RequiredRotation> REQUIRE_ROTATION = Setting.ofRealm(
                    "require_rotation",
                    words(
                            entry("none", RequiredRotation.NONE),
                            entry("public", RequiredRotation.PUBLIC),
                            entry("all", RequiredRotation.ALL)),
                    "none",
                    new Explanation(
                            "Required rotation",
                            "Which clients must rotate: none, those without a secret (*Client authentication* off), or"
                                    + " all. For those that must, `reuse_detection` is `enforce`."))
            .safer("all");

    /** The settings that a client may choose for itself when it registers; none unless the realm names them. */
    public static final Setting<Set<Setting<?>>> ALLOW_IN_REGISTRATION = Setting.ofRealm(
            "allow_in_registration",
            text(
                    "names of the settings of applications without their prefix, separated by spaces",
                    RealmSettings::names),
            Value.none(Set.of()),
            new Explanation(
                    "Allowed in registration",
                    "The settings that a client may choose through Keycloak's client registration."));

    /** What no client exceeds, in the order in which it is shown. */
    public static final List<Setting<?>> LIMITS =
            List.of(MAX_TOKEN_LIFETIME, MAX_IDLE_TOKEN_LIFETIME, REQUIRE_ROTATION, ALLOW_IN_REGISTRATION);

    /** The API of requests at Auth0's paths that name none. */
    public static final Setting<Optional<String>> DEFAULT_AUDIENCE = Setting.ofRealm(
            "default_audience",
            text("an API's identifier", Optional::of),
            Value.none(Optional.empty()),
            new Explanation(
                    "Default audience",
                    "The API that a login at Auth0's paths is for when it names none, neither by `audience` nor by a"
                            + " scope. An application that may not ask for it is refused then."));

    /** Whether userinfo takes an access token from the query. */
    public static final Setting<Boolean> USERINFO_QUERY_TOKEN = Setting.ofRealm(
            "userinfo_query_token",
            flag(),
            "false",
            new Explanation(
                    "Access token in the query of userinfo",
                    "Whether `/userinfo` takes an access token from the query, where `passport-auth0` puts it. A query"
                            + " ends up in logs (RFC 6750 section 2.3)."));

    /** How Auth0's paths treat requests, in the order in which it is shown. */
    public static final List<Setting<?>> REQUESTS = List.of(DEFAULT_AUDIENCE, USERINFO_QUERY_TOKEN);

    private RealmSettings() {}

    private static Set<Setting<?>> names(String names) {
        return Arrays.stream(names.split("[\\s,]+")).map(RealmSettings::named).collect(Collectors.toSet());
    }

    private static Setting<?> named(String name) {
        return ClientSettings.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "names of settings without their prefix, separated by spaces: " + name + " is none"));
    }
}
