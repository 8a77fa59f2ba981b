/**
 * Keycloak's admin REST and console, extended: the way to {@code admin}, and the time of last access in session lists.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.admin;

import org.jspecify.annotations.NullMarked;
