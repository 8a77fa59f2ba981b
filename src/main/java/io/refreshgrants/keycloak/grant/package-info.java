/** Grants, the refresh token families that live under them, and the ledger that decides whether a family is alive. */
@NullMarked
package io.refreshgrants.keycloak.grant;

import org.jspecify.annotations.NullMarked;
