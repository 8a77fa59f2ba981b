/**
 * Keycloak's revocation endpoint, for managed refresh tokens and for all others.
 */
package io.refreshgrants.keycloak.adapter.revoke;
