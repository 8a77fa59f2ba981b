/**
 * {@code /oauth/token} and {@code /oauth/revoke}: bodies in JSON or as a form, and the answers of both.
 */
@NullMarked
package io.refreshgrants.keycloak.auth0.token;

import org.jspecify.annotations.NullMarked;
