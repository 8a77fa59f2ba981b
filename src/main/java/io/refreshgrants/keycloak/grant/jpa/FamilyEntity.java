package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily.OfflineSession;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily.Revocation;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** One row of the ledger. Times are epoch seconds by Keycloak's clock. */
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

    /** Null for no audience: some databases keep no empty strings. */
    @Column(name = "AUDIENCE")
    String audience;

    @Column(name = "TOKEN_ID")
    String tokenId;

    @Column(name = "SESSION_ID")
    String sessionId;

    @Column(name = "SESSION_INCARNATION")
    String sessionIncarnation;

    @Column(name = "SCOPE")
    String scope;

    @Column(name = "CREATED_AT")
    long createdAt;

    @Column(name = "LAST_EXCHANGED_AT")
    long lastExchangedAt;

    @Column(name = "FIRST_IP")
    String firstIp;

    @Column(name = "FIRST_USER_AGENT")
    String firstUserAgent;

    @Column(name = "LAST_IP")
    String lastIp;

    @Column(name = "LAST_USER_AGENT")
    String lastUserAgent;

    @Column(name = "REVOKED_AT")
    Long revokedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "REVOKED_REASON")
    RevocationReason revokedReason;

    static FamilyEntity of(RefreshTokenFamily family) {
        FamilyEntity row = new FamilyEntity();
        row.id = family.id();
        row.realmId = family.realmId();
        row.userId = family.grant().userId();
        row.clientId = family.grant().clientId();
        row.audience = column(family.grant().audience());
        row.tokenId = family.tokenId();
        row.sessionId = family.session().id();
        row.sessionIncarnation = family.session().incarnation();
        row.scope = family.scope();
        row.createdAt = family.created().getEpochSecond();
        row.lastExchangedAt = family.lastExchanged().getEpochSecond();
        row.firstIp = family.first().ip();
        row.firstUserAgent = family.first().userAgent();
        row.lastIp = row.firstIp;
        row.lastUserAgent = row.firstUserAgent;
        return row;
    }

    RefreshTokenFamily toFamily() {
        return new RefreshTokenFamily(
                id,
                realmId,
                new Grant(userId, clientId, audience == null ? "" : audience),
                tokenId,
                new OfflineSession(sessionId, sessionIncarnation),
                scope == null ? "" : scope,
                Instant.ofEpochSecond(createdAt),
                Instant.ofEpochSecond(lastExchangedAt),
                new Device(firstIp, firstUserAgent),
                Optional.ofNullable(revokedAt).map(at -> new Revocation(Instant.ofEpochSecond(at), revokedReason)));
    }

    static String column(String audience) {
        return audience.isEmpty() ? null : audience;
    }
}
