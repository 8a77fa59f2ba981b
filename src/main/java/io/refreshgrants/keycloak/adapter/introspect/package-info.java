/**
 * Tokens that are shown after they were issued: introspection and userinfo. Replaces both of Keycloak.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.introspect;

import org.jspecify.annotations.NullMarked;
