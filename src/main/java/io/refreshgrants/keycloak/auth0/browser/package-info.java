/**
 * The paths that a browser is sent to.
 */
@NullMarked
package io.refreshgrants.keycloak.auth0.browser;

import org.jspecify.annotations.NullMarked;
