/** The organization that a login is for: Keycloak's organizations under Auth0's names. Asks nobody. */
@NullMarked
package io.refreshgrants.keycloak.organization;

import org.jspecify.annotations.NullMarked;
