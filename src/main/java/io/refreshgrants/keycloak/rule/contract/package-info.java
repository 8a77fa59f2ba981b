/**
 * The objects that Auth0 hands to rules and actions ({@code user}, {@code context}, {@code event}), and the
 * configuration of a realm's scripts.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.contract;

import org.jspecify.annotations.NullMarked;
