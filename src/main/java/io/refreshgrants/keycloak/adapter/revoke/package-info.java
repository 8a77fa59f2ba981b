/** Keycloak's revocation endpoint, for managed refresh tokens and all others. */
@NullMarked
package io.refreshgrants.keycloak.adapter.revoke;

import org.jspecify.annotations.NullMarked;
