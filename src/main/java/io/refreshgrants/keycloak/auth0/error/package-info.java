/**
 * Refusals in Auth0's words: what Keycloak refused, recognised, and how Auth0 would have said it.
 */
package io.refreshgrants.keycloak.auth0.error;
