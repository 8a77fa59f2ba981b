/**
 * Auth0's paths. They translate requests for Keycloak, and Keycloak's responses for Auth0's SDKs. They decide nothing.
 */
@NullMarked
package io.refreshgrants.keycloak.auth0;

import org.jspecify.annotations.NullMarked;
