/** Counters on Keycloak's metrics endpoint. Names and labels are in {@code docs/events.md}. */
package io.refreshgrants.keycloak.metrics;
