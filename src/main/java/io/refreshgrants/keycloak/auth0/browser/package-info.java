/** The paths that browsers are sent to. */
@NullMarked
package io.refreshgrants.keycloak.auth0.browser;

import org.jspecify.annotations.NullMarked;
