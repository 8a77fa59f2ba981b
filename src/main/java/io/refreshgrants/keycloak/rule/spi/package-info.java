/**
 * Rules: code that sees each issuance of tokens to a user, and may add claims, narrow the scope, or refuse. Rules in a
 * jar of their own compile against this package; everything else in this project may change with any release.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.spi;

import org.jspecify.annotations.NullMarked;
