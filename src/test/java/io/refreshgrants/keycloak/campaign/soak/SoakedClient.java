package io.refreshgrants.keycloak.campaign.soak;

import io.refreshgrants.keycloak.testing.Application;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The applications of the soak, each with settings that both the realm and the holder of its tokens use. Lifetimes are
 * short, so that tokens expire during the soak; where none expire, the cap is reached.
 */
enum SoakedClient {
    WEB(Application.WEB_APP, false, 0, 0, 3, true),
    RULED(Application.OTHER_APP, false, 0, 0, 2, true),
    NATIVE(Application.NATIVE_APP, false, 120, 48, 200, true),
    ROTATING(Application.ROTATING_APP, true, 90, 0, 200, false),
    BROWSER(Application.SPA, true, 120, 60, 200, false);

    /** As on the server: a family without rotation records a use only after this fraction of its idle time. */
    private static final int USES_NOTED_PER_IDLE_TIME = 24;

    private static final Duration FOR_EVER = Duration.ofDays(3650);

    @SuppressWarnings("ImmutableEnumChecker") // Application has only final fields of text.
    final Application application;

    final boolean rotating;
    final int cap;
    final boolean revokesGrant;
    private final int lifetime;
    private final int idle;

    SoakedClient(Application application, boolean rotating, int lifetime, int idle, int cap, boolean revokesGrant) {
        this.application = application;
        this.rotating = rotating;
        this.lifetime = lifetime;
        this.idle = idle;
        this.cap = cap;
        this.revokesGrant = revokesGrant;
    }

    Duration lifetime() {
        return lifetime == 0 ? FOR_EVER : Duration.ofSeconds(lifetime);
    }

    Duration idleLifetime() {
        return idle == 0 ? FOR_EVER : Duration.ofSeconds(idle);
    }

    /** How much earlier than its last use the server may think a family was used. */
    Duration unnoted() {
        return rotating || idle == 0 ? Duration.ZERO : idleLifetime().dividedBy(USES_NOTED_PER_IDLE_TIME);
    }

    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("rotation_type", rotating ? "rotating" : "non-rotating");
        attributes.put("leeway", "0");
        attributes.put("expiration_type", lifetime + idle == 0 ? "non-expiring" : "expiring");
        attributes.put("token_lifetime", String.valueOf(Math.max(1, lifetime)));
        attributes.put("infinite_token_lifetime", String.valueOf(lifetime == 0));
        attributes.put("idle_token_lifetime", String.valueOf(Math.max(1, idle)));
        attributes.put("infinite_idle_token_lifetime", String.valueOf(idle == 0));
        attributes.put("max_tokens", String.valueOf(cap));
        attributes.put("revocation", revokesGrant ? "grant" : "token");
        // Never reached but not off, because the number of buckets must not grow either.
        attributes.put("throttle_requests", "1000");
        return attributes;
    }
}
