package io.refreshgrants.keycloak.api;

import io.refreshgrants.keycloak.settings.ConfigKey;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The configuration of an API, each key with all that is known of it. Defaults and limits are Auth0's. */
public final class ApiKeys {

    private static final ValueType<Duration> LIFETIME = ValueType.seconds(1, 2_592_000);

    /** Its rule is the {@link Api}'s: an API is refused with the rule that its identifier breaks. */
    static final ConfigKey<String> IDENTIFIER = ConfigKey.required(
            Api.IDENTIFIER,
            ValueType.text("1 to 255 characters, no white space", Function.identity()),
            new Explanation(
                    "Identifier",
                    "What applications send as `audience` and what access tokens carry as `aud`: a URI or any other text."
                            + " No two APIs of a realm share one."));

    static final ConfigKey<Boolean> ALLOW_OFFLINE_ACCESS = ConfigKey.of(
            Api.ALLOW_OFFLINE_ACCESS,
            ValueType.flag(),
            "false",
            new Explanation(
                    "Allow Offline Access",
                    "Whether refresh tokens may exist for this API. Switched off later, it refuses tokens issued before;"
                            + " switched on again, they work again."));

    /** How long access tokens live. */
    public static final ConfigKey<Duration> TOKEN_LIFETIME = ConfigKey.of(
            Api.TOKEN_LIFETIME,
            LIFETIME,
            "86400",
            new Explanation("Token lifetime", "How long access tokens for this API live, in seconds."));

    /** How long access tokens from the authorization endpoint live. */
    public static final ConfigKey<Duration> TOKEN_LIFETIME_FOR_WEB = ConfigKey.of(
            Api.TOKEN_LIFETIME_FOR_WEB,
            LIFETIME,
            "7200",
            new Explanation(
                    "Token lifetime for browser flows",
                    "The same for access tokens from the authorization endpoint (implicit and hybrid flow)."));

    /** All of them, in the order in which they are shown. */
    public static final List<ConfigKey<?>> ALL =
            List.of(IDENTIFIER, ALLOW_OFFLINE_ACCESS, TOKEN_LIFETIME, TOKEN_LIFETIME_FOR_WEB);

    private ApiKeys() {}
}
