/**
 * The adapters between Keycloak's own services and this extension. Everything that extends a class of
 * {@code keycloak-services} lives here, so that a Keycloak upgrade has one place to break.
 */
package io.refreshgrants.keycloak.keycloak;
