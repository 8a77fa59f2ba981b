/** Extends Keycloak's admin REST API: serves {@code admin}, and corrects the time of last access in session lists. */
@NullMarked
package io.refreshgrants.keycloak.adapter.admin;

import org.jspecify.annotations.NullMarked;
