/** The ledger in Keycloak's database: entities, statements, change log, removal and pruning. */
@NullMarked
package io.refreshgrants.keycloak.grant.jpa;

import org.jspecify.annotations.NullMarked;
