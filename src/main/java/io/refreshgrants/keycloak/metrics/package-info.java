/** Counters on Keycloak's metrics endpoint, with names and labels in {@code docs/events.md}; and text for the log. */
@NullMarked
package io.refreshgrants.keycloak.metrics;

import org.jspecify.annotations.NullMarked;
