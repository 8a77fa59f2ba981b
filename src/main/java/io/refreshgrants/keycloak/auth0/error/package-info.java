/** Recognises Keycloak's refusals and words them as Auth0 would. */
@NullMarked
package io.refreshgrants.keycloak.auth0.error;

import org.jspecify.annotations.NullMarked;
