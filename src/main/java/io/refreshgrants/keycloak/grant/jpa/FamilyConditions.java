package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Families.AliveAt;
import io.refreshgrants.keycloak.grant.Families.Column;
import io.refreshgrants.keycloak.grant.Families.Condition;
import io.refreshgrants.keycloak.grant.Families.Is;
import io.refreshgrants.keycloak.grant.Families.NotRevokedSince;
import io.refreshgrants.keycloak.grant.Families.NotRotating;
import io.refreshgrants.keycloak.grant.Families.RevokedSince;
import io.refreshgrants.keycloak.grant.Ledger.Place;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.List;

/** Translates the conditions of {@link Families} for one statement. */
final class FamilyConditions {

    private final CriteriaBuilder builder;
    private final Root<FamilyEntity> row;

    FamilyConditions(CriteriaBuilder builder, Root<FamilyEntity> row) {
        this.builder = builder;
        this.row = row;
    }

    Predicate of(Families families) {
        return builder.and(families.conditions().stream().map(this::of).toArray(Predicate[]::new));
    }

    Predicate notRevoked() {
        return builder.isNull(row.get("revokedAt"));
    }

    /** No condition for the first page: a database that stores empty strings as null finds nothing greater than one. */
    Predicate after(String familyId) {
        return familyId.isEmpty() ? builder.conjunction() : builder.greaterThan(row.get("id"), familyId);
    }

    /** After a place in the order of grants. The first condition is the edge of an index; the others are what it lets in. */
    Predicate after(Place place) {
        Path<String> user = row.get("userId");
        Path<String> client = row.get("clientId");
        return builder.and(
                builder.greaterThanOrEqualTo(user, place.userId()),
                builder.or(
                        builder.greaterThan(user, place.userId()),
                        builder.greaterThan(client, place.clientId()),
                        builder.and(builder.equal(client, place.clientId()), after(place.familyId()))));
    }

    private Predicate of(Condition condition) {
        if (condition instanceof Is is) {
            return is(is.column(), is.values());
        }
        if (condition instanceof AliveAt alive) {
            return builder.and(
                    notRevoked(), notPast("expiresAt", alive.time()), notPast("idleExpiresAt", alive.time()));
        }
        if (condition instanceof RevokedSince revoked) {
            return builder.ge(row.<Long>get("revokedAt"), revoked.time().getEpochSecond());
        }
        if (condition instanceof NotRevokedSince revoked) {
            return builder.or(
                    notRevoked(),
                    builder.lt(row.<Long>get("revokedAt"), revoked.time().getEpochSecond()));
        }
        if (condition instanceof NotRotating) {
            return builder.isFalse(row.get("rotating"));
        }
        throw new IllegalArgumentException("No column for " + condition);
    }

    private Predicate is(Column column, List<String> values) {
        Path<String> attribute = row.get(attribute(column));
        if (values.size() > 1) {
            return attribute.in(values);
        }
        String value = values.get(0);
        return column == Column.AUDIENCE && value.isEmpty()
                ? builder.isNull(attribute)
                : builder.equal(attribute, value);
    }

    private Predicate notPast(String end, Instant time) {
        Path<Long> column = row.get(end);
        return builder.or(builder.isNull(column), builder.gt(column, time.getEpochSecond()));
    }

    private static String attribute(Column column) {
        return switch (column) {
            case FAMILY -> "id";
            case REALM -> "realmId";
            case USER -> "userId";
            case CLIENT -> "clientId";
            case AUDIENCE -> "audience";
            case SESSION -> "sessionId";
        };
    }
}
