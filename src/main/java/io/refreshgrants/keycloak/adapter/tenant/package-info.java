/**
 * The tenant address in Keycloak: which host a request was sent to, what Keycloak calls itself there, and whose tokens it
 * takes. Owns nothing else, and asks the room {@code tenant} and the state of the request.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.tenant;

import org.jspecify.annotations.NullMarked;
