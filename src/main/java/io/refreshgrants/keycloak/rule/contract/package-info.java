/**
 * What Auth0 hands to rules and actions: {@code user}, {@code context}, {@code event}, and what a realm configures them
 * with.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.contract;

import org.jspecify.annotations.NullMarked;
