/**
 * Refresh tokens: the first of a family, and the exchange. Replaces Keycloak's refresh token provider and grant.
 */
package io.refreshgrants.keycloak.adapter.refresh;
