/** Grants, their refresh token families, and the ledger that decides whether a family is alive. */
@NullMarked
package io.refreshgrants.keycloak.grant;

import org.jspecify.annotations.NullMarked;
