/**
 * Adapters between Keycloak's services and this extension. Every class that extends one of {@code keycloak-services} is
 * in a room below, so a Keycloak upgrade can break in one place only ({@code docs/keycloak.md} lists what is replaced).
 * This package itself is the entrance for {@code auth0}.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter;

import org.jspecify.annotations.NullMarked;
