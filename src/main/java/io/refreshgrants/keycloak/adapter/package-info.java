/**
 * The adapters between Keycloak's own services and this extension. Everything that extends a class of
 * {@code keycloak-services} lives in a room below, one for each subject, so that a Keycloak upgrade has one place to break
 * ({@code docs/keycloak.md} lists what is replaced). This package itself is the door for {@code auth0}.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter;

import org.jspecify.annotations.NullMarked;
