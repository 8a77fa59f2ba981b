/**
 * The paths that a browser is sent to.
 */
package io.refreshgrants.keycloak.auth0.browser;
