package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The answer to a revocation.
 *
 * @param revokedFamilies how many families ended; those that were dead before do not count
 */
record RevokedFamilies(@JsonProperty("revokedFamilies") int revokedFamilies) {}
