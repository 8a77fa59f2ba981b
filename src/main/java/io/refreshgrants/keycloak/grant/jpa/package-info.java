/** The ledger in Keycloak's own database: entity, statements, change log, removal and pruning. */
package io.refreshgrants.keycloak.grant.jpa;
