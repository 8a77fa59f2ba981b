package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.OpaqueText;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger.Place;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A list of grants, read page by page. A page starts after a family and not at a position, so what comes or goes between
 * two pages makes the list skip nothing and repeat nothing.
 */
final class GrantList {

    /** The most rows that one page reads, however many of them a filter leaves out: a bound for its time. */
    private static final int MOST_READ = 1_000;

    private final AdminRequest request;
    private final GrantView view;
    private final GrantFilter filter;
    private final SortedMap<String, Families> parts;
    private final String name;

    private final List<RefreshTokenFamily> shown = new ArrayList<>();
    private Position position = new Position("", Optional.empty());
    private int read;

    /**
     * Where the list stands.
     *
     * @param part in which part
     * @param after after which family of it; empty for its beginning
     */
    private record Position(String part, Optional<Place> after) {

        static Position after(String part, RefreshTokenFamily family) {
            return new Position(part, Optional.of(Place.of(family)));
        }
    }

    /**
     * A list for an admin.
     *
     * @param noun what the list is of, for its cursors
     * @param parts what it has, one part after the other
     */
    GrantList(AdminRequest request, String noun, SortedMap<String, Families> parts, GrantFilter filter) {
        this.request = request;
        this.view = new GrantView(request);
        this.filter = filter;
        this.parts = parts;
        this.name = filter.list(request.realm().getId() + "\n" + noun);
    }

    /** The page that the filter asks for. */
    GrantsPage page() {
        filter.after().ifPresent(cursor -> position = position(cursor));
        for (Map.Entry<String, Families> part : parts.tailMap(position.part()).entrySet()) {
            if (!readAll(part.getKey(), part.getValue())) {
                return new GrantsPage(view.of(shown), cursor());
            }
        }
        return new GrantsPage(view.of(shown), null);
    }

    /** Reads a part to its end; false if the page ends before. */
    private boolean readAll(String part, Families families) {
        Families selected = filter.on(
                filter.alive().filter(alive -> alive).isPresent()
                        ? families.aliveAt(view.families().now())
                        : families);
        if (!position.part().equals(part)) {
            position = new Position(part, Optional.empty());
        }
        int chunk = filter.max() + 1;
        List<RefreshTokenFamily> rows;
        do {
            rows = request.ledger().listByGrant(selected, position.after(), chunk);
            for (RefreshTokenFamily row : rows) {
                if (shown.size() == filter.max() || read == MOST_READ) {
                    return false;
                }
                read++;
                position = Position.after(part, row);
                if (isShown(row)) {
                    shown.add(row);
                }
            }
        } while (rows.size() == chunk);
        return true;
    }

    private boolean isShown(RefreshTokenFamily family) {
        return family.realmId().equals(request.realm().getId())
                && filter.alive()
                        .filter(alive -> alive != view.families().isAlive(family))
                        .isEmpty()
                && view.families().isVisible(family);
    }

    private String cursor() {
        return position.after()
                .map(place -> OpaqueText.of(position.part(), place.userId(), place.clientId(), place.familyId()))
                .orElseGet(() -> OpaqueText.of(position.part()))
                .word(name);
    }

    private Position position(String cursor) {
        List<String> texts = OpaqueText.read(name, cursor)
                .map(OpaqueText::texts)
                .orElseThrow(() -> AdminError.invalid("after", "is no cursor of this list"));
        return new Position(
                texts.get(0),
                texts.size() == 1
                        ? Optional.empty()
                        : Optional.of(new Place(texts.get(1), texts.get(2), texts.get(3))));
    }
}
