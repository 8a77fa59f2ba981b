/** Revoking a grant, by whoever and on whatever way. */
package io.refreshgrants.keycloak.revocation;
