/** The limit on exchanges of one refresh token family from one client address. */
package io.refreshgrants.keycloak.throttle;
