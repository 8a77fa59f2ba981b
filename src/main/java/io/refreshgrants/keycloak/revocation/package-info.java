/** Revokes grants, whether the client, the user, an admin or Keycloak asks. */
@NullMarked
package io.refreshgrants.keycloak.revocation;

import org.jspecify.annotations.NullMarked;
