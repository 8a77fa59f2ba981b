package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.LastUse;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.Lifetime.Revocation;
import io.refreshgrants.keycloak.grant.Login;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of the ledger. Times are in epoch seconds unless noted. */
@Entity
@Table(name = "RG_FAMILY")
class FamilyEntity {

    @Id
    @Column(name = "ID")
    String id;

    @Column(name = "REALM_ID")
    String realmId;

    @Column(name = "USER_ID")
    String userId;

    @Column(name = "CLIENT_ID")
    String clientId;

    /** Null for no audience, because some databases store no empty strings. */
    @Column(name = "AUDIENCE")
    @Nullable
    String audience;

    @Column(name = "TOKEN_ID")
    String tokenId;

    @Column(name = "PREVIOUS_TOKEN_ID")
    @Nullable
    String previousTokenId;

    /** Epoch milliseconds by the database's clock, because the leeway is a few seconds. */
    @Column(name = "ROTATED_AT")
    @Nullable
    Long rotatedAt;

    @Column(name = "TOKEN_COUNT")
    int tokenCount;

    @Column(name = "ROTATING")
    boolean rotating;

    @Column(name = "SESSION_ID")
    String sessionId;

    @Column(name = "SCOPE")
    @Nullable
    String scope;

    /** Epoch milliseconds, so that the oldest of several logins in one second is known. */
    @Column(name = "CREATED_AT")
    long createdAt;

    @Column(name = "LAST_EXCHANGED_AT")
    long lastExchangedAt;

    @Column(name = "EXPIRES_AT")
    @Nullable
    Long expiresAt;

    @Column(name = "IDLE_EXPIRES_AT")
    @Nullable
    Long idleExpiresAt;

    @Column(name = "FIRST_IP")
    @Nullable
    String firstIp;

    @Column(name = "FIRST_USER_AGENT")
    @Nullable
    String firstUserAgent;

    @Column(name = "IMPERSONATOR")
    @Nullable
    String impersonator;

    @Column(name = "LAST_IP")
    @Nullable
    String lastIp;

    @Column(name = "LAST_USER_AGENT")
    @Nullable
    String lastUserAgent;

    @Column(name = "REVOKED_AT")
    @Nullable
    Long revokedAt;

    /** The reason's code. A newer version on another node may have written an unknown one. */
    @Column(name = "REVOKED_REASON")
    @Nullable
    String revokedReason;

    static FamilyEntity of(RefreshTokenFamily family) {
        FamilyEntity row = new FamilyEntity();
        row.id = family.id();
        row.realmId = family.realmId();
        row.userId = family.grant().userId();
        row.clientId = family.grant().clientId();
        row.audience = column(family.grant().audience());
        row.tokenId = family.tokens().newest();
        row.previousTokenId = family.tokens().predecessor().orElse(null);
        row.rotatedAt = family.tokens().rotatedAt().map(Instant::toEpochMilli).orElse(null);
        row.tokenCount = family.tokens().count();
        row.rotating = family.tokens().rotating();
        row.sessionId = family.sessionId();
        row.scope = family.login().scope();
        row.createdAt = family.login().at().toEpochMilli();
        row.lastExchangedAt = family.lastUse().at().getEpochSecond();
        row.expiresAt = family.lifetime().end().map(Instant::getEpochSecond).orElse(null);
        row.idleExpiresAt =
                family.lifetime().idleEnd().map(Instant::getEpochSecond).orElse(null);
        row.firstIp = family.login().device().ip();
        row.firstUserAgent = family.login().device().userAgent();
        row.impersonator = family.login().impersonator().orElse(null);
        row.lastIp = family.lastUse().device().ip();
        row.lastUserAgent = family.lastUse().device().userAgent();
        return row;
    }

    RefreshTokenFamily toFamily() {
        return new RefreshTokenFamily(
                id,
                realmId,
                new Grant(userId, clientId, audience == null ? "" : audience),
                new Login(
                        sessionId,
                        scope == null ? "" : scope,
                        Instant.ofEpochMilli(createdAt),
                        new Device(firstIp, firstUserAgent),
                        Optional.ofNullable(impersonator)),
                new TokenLine(
                        tokenId,
                        Optional.ofNullable(previousTokenId),
                        Optional.ofNullable(rotatedAt).map(Instant::ofEpochMilli),
                        tokenCount,
                        rotating),
                new LastUse(Instant.ofEpochSecond(lastExchangedAt), new Device(lastIp, lastUserAgent)),
                new Lifetime(
                        Optional.ofNullable(expiresAt).map(Instant::ofEpochSecond),
                        Optional.ofNullable(idleExpiresAt).map(Instant::ofEpochSecond),
                        Optional.ofNullable(revokedAt)
                                .map(at -> new Revocation(
                                        Instant.ofEpochSecond(at), RevocationReason.of(revokedReason)))));
    }

    static @Nullable String column(String audience) {
        return audience.isEmpty() ? null : audience;
    }
}
