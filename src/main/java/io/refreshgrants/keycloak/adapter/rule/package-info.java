/**
 * Runs the rules of a realm where Keycloak makes tokens: gathers the request that rules see, and writes their claims.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.rule;

import org.jspecify.annotations.NullMarked;
