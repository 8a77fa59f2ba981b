/**
 * The authorization endpoint and the login protocol: turns the API that is asked for into what Keycloak's login
 * understands, and runs the rules on tokens that the endpoint itself issues.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.authorize;

import org.jspecify.annotations.NullMarked;
