package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the admin may do with what is shown, as in Keycloak's own representations.
 *
 * @param manage whether the admin may change or revoke it
 */
record Access(@JsonProperty("manage") boolean manage) {}
