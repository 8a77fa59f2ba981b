/** The limit on refreshes of one refresh token family from one client address. */
@NullMarked
package io.refreshgrants.keycloak.throttle;

import org.jspecify.annotations.NullMarked;
