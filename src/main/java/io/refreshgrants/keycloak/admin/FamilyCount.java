package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import java.time.Instant;
import java.util.Collection;
import org.keycloak.common.util.Time;

/**
 * How many families are alive. Counting ends at 1,000, so that it takes no longer where there are millions. A family
 * that has passed only its application's idle lifetime counts until it is pruned.
 *
 * @param alive their number, up to 1,000
 * @param more whether there are more
 */
record FamilyCount(
        @JsonProperty("alive") int alive,
        @JsonProperty("more") boolean more) {

    private static final int MOST = 1_000;

    /** Counts the living of several selections that have none in common. */
    static FamilyCount of(Ledger ledger, Collection<Families> selections) {
        Instant now = Instant.ofEpochSecond(Time.currentTimeSeconds());
        int counted = 0;
        for (Families families : selections) {
            counted += ledger.count(families.aliveAt(now), MOST + 1 - counted);
            if (counted > MOST) {
                return new FamilyCount(MOST, true);
            }
        }
        return new FamilyCount(counted, false);
    }
}
