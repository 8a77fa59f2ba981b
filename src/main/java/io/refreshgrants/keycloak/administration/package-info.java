/**
 * What the administration of refresh tokens consists of, whichever API an admin speaks to ({@code admin} or {@code
 * auth0.management}): who may do what, how it is recorded, which families an admin sees, and the ids and cursors that stand for
 * them.
 */
@NullMarked
package io.refreshgrants.keycloak.administration;

import org.jspecify.annotations.NullMarked;
