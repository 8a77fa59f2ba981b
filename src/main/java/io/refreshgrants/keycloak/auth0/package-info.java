/**
 * Auth0's paths. They translate a request to what Keycloak takes, and its answer to what Auth0's SDKs expect; they
 * decide nothing.
 */
@NullMarked
package io.refreshgrants.keycloak.auth0;

import org.jspecify.annotations.NullMarked;
