/** Introspection and userinfo. Replaces Keycloak's providers for both. */
@NullMarked
package io.refreshgrants.keycloak.adapter.introspect;

import org.jspecify.annotations.NullMarked;
