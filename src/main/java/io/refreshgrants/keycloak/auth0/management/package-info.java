/**
 * Auth0's Management API, {@code /api/v2}: another language for what {@code admin} says, over the same rights, families and
 * revocations. It owns the door (whose token may do what), the shapes and the errors.
 */
@NullMarked
package io.refreshgrants.keycloak.auth0.management;

import org.jspecify.annotations.NullMarked;
