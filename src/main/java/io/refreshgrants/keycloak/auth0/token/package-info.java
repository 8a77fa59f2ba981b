/**
 * {@code /oauth/token} and {@code /oauth/revoke}: bodies in JSON or as a form, and the answers of both.
 */
package io.refreshgrants.keycloak.auth0.token;
