package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagedFamilies;
import io.refreshgrants.keycloak.administration.OpaqueText;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Place;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The living families that an application may see, in the order of grants. The dead are none of Auth0's refresh tokens. */
final class LivingFamilies {

    private static final int CHUNK = 200;

    /** The most rows that one answer reads, whoever they belong to: a bound for its time. */
    private static final int MOST_READ = 20_000;

    private final Ledger ledger;
    private final ManagedFamilies visible;

    LivingFamilies(ManagementRequest request, ManagedFamilies visible) {
        this.ledger = request.ledger();
        this.visible = visible;
    }

    /** Those of a selection, read as far as they are asked for. */
    Stream<RefreshTokenFamily> of(Families families, Optional<Place> after) {
        Families living = families.aliveAt(visible.now());
        return Stream.iterate(
                        ledger.listByGrant(living, after, CHUNK),
                        rows -> !rows.isEmpty(),
                        rows -> rows.size() < CHUNK
                                ? List.of()
                                : ledger.listByGrant(living, Optional.of(Place.of(rows.get(CHUNK - 1))), CHUNK))
                .flatMap(List::stream)
                .limit(MOST_READ)
                .filter(visible::isAlive)
                .filter(visible::isVisible);
    }

    /** Where a family stands in the list, for a cursor. */
    static OpaqueText place(RefreshTokenFamily family) {
        return OpaqueText.of(family.grant().userId(), family.grant().clientId(), family.id());
    }

    /** The place in a cursor of {@link #place}. */
    static Place place(OpaqueText cursor) {
        return new Place(
                cursor.texts().get(0), cursor.texts().get(1), cursor.texts().get(2));
    }
}
