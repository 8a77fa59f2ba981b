/** Counters on Keycloak's metrics endpoint, listed in {@code docs/events.md}, and safe text for the log. */
@NullMarked
package io.refreshgrants.keycloak.metrics;

import org.jspecify.annotations.NullMarked;
