/**
 * The authorization endpoint and the login protocol: translates a requested API into terms of Keycloak's login, and
 * runs the rules on tokens that the endpoint itself issues.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.authorize;

import org.jspecify.annotations.NullMarked;
