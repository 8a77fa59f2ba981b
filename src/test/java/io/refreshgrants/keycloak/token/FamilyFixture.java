package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.LastUse;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.Lifetime.Revocation;
import io.refreshgrants.keycloak.grant.Login;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import java.time.Instant;
import java.util.Optional;

/** A family of the user {@code alice} and the client {@code app}, before it is written down. */
final class FamilyFixture {

    static final String ID = "family";

    String realmId = "realm";
    String clientId = "app";
    String userId = "alice";
    String audience = RefreshFixture.ORDERS.identifier();
    String scope = "openid offline_access orders";
    TokenLine tokens = TokenLine.beginning("first", false);
    Instant created;
    Optional<Instant> end = Optional.empty();
    Optional<Instant> idleEnd = Optional.empty();
    Optional<Revocation> revocation = Optional.empty();

    FamilyFixture(Instant created) {
        this.created = created;
    }

    void revoked() {
        revocation = Optional.of(new Revocation(created, RevocationReason.REVOKED_BY_CLIENT));
    }

    /** Rotating, with this many tokens so far: {@code first}, {@code second}, {@code third}. */
    void rotated(int count, Instant at) {
        String[] names = {"first", "second", "third"};
        tokens = new TokenLine(names[count - 1], Optional.of(names[count - 2]), Optional.of(at), count, true);
    }

    RefreshTokenFamily family() {
        Device device = new Device("192.0.2.1", "a browser");
        return new RefreshTokenFamily(
                ID,
                realmId,
                new Grant(userId, clientId, audience),
                new Login("session", scope, created, device),
                tokens,
                new LastUse(created, device),
                new Lifetime(end, idleEnd, revocation));
    }

    /** The same family with other tokens. */
    static RefreshTokenFamily with(RefreshTokenFamily family, TokenLine tokens) {
        return new RefreshTokenFamily(
                family.id(),
                family.realmId(),
                family.grant(),
                family.login(),
                tokens,
                family.lastUse(),
                family.lifetime());
    }
}
