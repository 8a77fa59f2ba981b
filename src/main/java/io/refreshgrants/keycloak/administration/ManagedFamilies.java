package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The families of a realm in the eyes of one admin: whether they may be seen, and whether they are alive now. Asks for each user
 * and each client of one answer once.
 */
public final class ManagedFamilies {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Rights<UserModel> users;
    private final Instant now = Instant.ofEpochSecond(Time.currentTimeSeconds());
    private final Map<String, Boolean> visible = new HashMap<>();
    private final Map<String, Optional<Duration>> idleLifetimes = new HashMap<>();

    /**
     * For one answer.
     *
     * @param users the admin's rights
     */
    public ManagedFamilies(KeycloakSession session, RealmModel realm, Rights<UserModel> users) {
        this.session = session;
        this.realm = realm;
        this.users = users;
    }

    /** The time that the answer is of. */
    public Instant now() {
        return now;
    }

    /** Whether the admin may see the family's user. One who is gone is seen by those who may see all. */
    public boolean isVisible(RefreshTokenFamily family) {
        return users.canView()
                || visible.computeIfAbsent(family.grant().userId(), id -> {
                    UserModel user = session.users().getUserById(realm, id);
                    return user != null && users.canView(user);
                });
    }

    /** Whether the family is neither revoked nor past an end, its application's idle lifetime included. */
    public boolean isAlive(RefreshTokenFamily family) {
        return FamilyEnd.of(family, now, idleLifetime(family.grant().clientId()))
                .isEmpty();
    }

    /** The idle lifetime that an application's families have; empty for none, and for an application that is gone. */
    public Optional<Duration> idleLifetime(String clientId) {
        return idleLifetimes.computeIfAbsent(clientId, id -> {
            ClientModel client = realm.getClientById(id);
            return client == null
                    ? Optional.empty()
                    : RefreshTokenSettings.of(session, client).lifetimes().idle();
        });
    }
}
