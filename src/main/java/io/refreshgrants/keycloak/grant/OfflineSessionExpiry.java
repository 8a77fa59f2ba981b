package io.refreshgrants.keycloak.grant;

import java.time.Duration;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/** When Keycloak lets an offline session end by itself, which it does without an event. */
public final class OfflineSessionExpiry {

    private static final boolean OFFLINE = true;

    private OfflineSessionExpiry() {}

    /** How long an offline session of the client may be idle: the shorter of what realm and client say. */
    public static Duration idleTime(ClientModel client) {
        RealmModel realm = client.getRealm();
        long ofUser = SessionExpirationUtils.calculateUserSessionIdleTimestamp(OFFLINE, false, 0, realm);
        long ofClient = SessionExpirationUtils.calculateClientSessionIdleTimestamp(OFFLINE, false, 0, realm, client);
        return Duration.ofMillis(Math.min(ofUser, ofClient));
    }

    /** Whether an offline session that is still stored has reached its end. */
    public static boolean isExpired(UserSessionModel offline, RealmModel realm) {
        boolean rememberMe = offline.isRememberMe();
        long idle = SessionExpirationUtils.calculateUserSessionIdleTimestamp(
                OFFLINE, rememberMe, offline.getLastSessionRefresh() * 1000L, realm);
        long lifespan = SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(
                OFFLINE, rememberMe, offline.getStarted() * 1000L, realm);
        long now = Time.currentTimeMillis();
        return idle < now || lifespan > 0 && lifespan < now;
    }
}
