/**
 * The tenant address: the public host that an Auth0 application knows as its domain. This room owns the realm attribute
 * {@code refresh_grants.domain} and says which realm is served at a host. It asks no other room but the log's.
 */
@NullMarked
package io.refreshgrants.keycloak.tenant;

import org.jspecify.annotations.NullMarked;
