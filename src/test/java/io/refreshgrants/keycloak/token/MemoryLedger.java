package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Metadata;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Families in a map: what a refresh reads and writes, with the ledger's conditions. */
final class MemoryLedger implements Ledger {

    private final Map<String, RefreshTokenFamily> families = new HashMap<>();
    private final Instant now;

    MemoryLedger(Instant now) {
        this.now = now;
    }

    @Override
    public void open(RefreshTokenFamily family) {
        families.put(family.id(), family);
    }

    void forget(String familyId) {
        families.remove(familyId);
    }

    @Override
    public Optional<Entry> find(String familyId) {
        return Optional.ofNullable(families.get(familyId)).map(family -> new Entry(family, now));
    }

    @Override
    public boolean rotate(String familyId, String presented, String next, Use use) {
        return rotated(familyId, next, (tokens, family) -> tokens.newest().equals(presented));
    }

    @Override
    public boolean rotateAgain(String familyId, String presented, String next, Instant rotatedAfter, Use use) {
        return rotated(
                familyId,
                next,
                (tokens, family) ->
                        tokens.predecessor().filter(presented::equals).isPresent()
                                && tokens.rotatedAt().orElseThrow().isAfter(rotatedAfter));
    }

    @Override
    public boolean rotateAnyway(String familyId, String presented, String next, Use use) {
        return rotated(familyId, next, (tokens, family) -> true);
    }

    private boolean rotated(String familyId, String next, BiPredicate<TokenLine, RefreshTokenFamily> condition) {
        RefreshTokenFamily family = families.get(familyId);
        if (family == null || family.isRevoked() || !condition.test(family.tokens(), family)) {
            return false;
        }
        TokenLine tokens = family.tokens();
        open(FamilyFixture.with(
                family, new TokenLine(next, Optional.of(tokens.newest()), Optional.of(now), tokens.count() + 1, true)));
        return true;
    }

    @Override
    public boolean touch(String familyId, Use use) {
        return find(familyId).filter(entry -> !entry.family().isRevoked()).isPresent();
    }

    @Override
    public Revoked keepNewest(RefreshTokenFamily newest, int most, Instant usedSince) {
        throw new UnsupportedOperationException("A refresh opens no family");
    }

    @Override
    public Optional<Entry> findBySession(String sessionId) {
        throw new UnsupportedOperationException("A refresh finds its family by its id");
    }

    @Override
    public int revoke(Families which, RevocationReason reason) {
        throw new UnsupportedOperationException("A decision revokes nothing");
    }

    @Override
    public void remove(Families which) {
        throw new UnsupportedOperationException("A decision removes nothing");
    }

    @Override
    public List<RefreshTokenFamily> list(Families which, Page page) {
        throw new UnsupportedOperationException("A decision is about one family");
    }

    @Override
    public List<RefreshTokenFamily> listByGrant(Families which, Optional<Place> after, int limit) {
        throw new UnsupportedOperationException("A decision is about one family");
    }

    @Override
    public int count(Families which, int most) {
        throw new UnsupportedOperationException("A decision counts nothing");
    }

    @Override
    public List<String> audiences(String realmId, String identifier) {
        throw new UnsupportedOperationException("A decision is about one family");
    }

    @Override
    public Map<String, Metadata> metadata(Collection<String> familyIds) {
        throw new UnsupportedOperationException("No decision depends on it");
    }

    @Override
    public void describe(String familyId, Metadata metadata) {
        throw new UnsupportedOperationException("No decision depends on it");
    }

    @Override
    public List<String> sessions(Families which) {
        throw new UnsupportedOperationException("A decision is about one family");
    }

    @Override
    public void close() {}
}
