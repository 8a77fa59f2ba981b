/**
 * Tokens that are shown after they were issued: introspection and userinfo. Replaces both of Keycloak.
 */
package io.refreshgrants.keycloak.adapter.introspect;
