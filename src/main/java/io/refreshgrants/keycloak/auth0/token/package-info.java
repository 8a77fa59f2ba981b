/** {@code /oauth/token} and {@code /oauth/revoke}: their bodies, as JSON or a form, and their responses. */
@NullMarked
package io.refreshgrants.keycloak.auth0.token;

import org.jspecify.annotations.NullMarked;
