package io.refreshgrants.keycloak.testing;

/**
 * One realm, served by two nodes on one database.
 *
 * @param first the realm at the first node
 * @param second the realm at the second node
 */
public record Cluster(DemoRealm first, DemoRealm second) {}
