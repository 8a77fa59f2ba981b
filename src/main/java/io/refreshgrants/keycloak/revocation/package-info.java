/** Revokes grants, whether the client, the user, an admin or Keycloak asks. */
package io.refreshgrants.keycloak.revocation;
