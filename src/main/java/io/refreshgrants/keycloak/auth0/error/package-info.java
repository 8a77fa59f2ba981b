/**
 * Refusals in Auth0's words: what Keycloak refused, recognised, and how Auth0 would have said it.
 */
@NullMarked
package io.refreshgrants.keycloak.auth0.error;

import org.jspecify.annotations.NullMarked;
