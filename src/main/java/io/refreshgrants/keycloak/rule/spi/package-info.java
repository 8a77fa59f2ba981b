/**
 * Rules: code that sees each issuance of tokens to a user, and may add claims, narrow the scope, or refuse. This package is
 * what a rule in a jar of its own is built against; all else of this project may change with any release.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.spi;

import org.jspecify.annotations.NullMarked;
