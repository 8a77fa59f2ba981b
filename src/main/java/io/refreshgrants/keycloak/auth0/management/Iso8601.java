package io.refreshgrants.keycloak.auth0.management;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** A time as Auth0 writes it, milliseconds included: {@code 2026-01-31T12:00:00.000Z}. */
final class Iso8601 {

    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Iso8601() {}

    static String of(Instant time) {
        return FORMAT.format(time);
    }
}
