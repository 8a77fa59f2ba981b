package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.AdminError;
import org.jspecify.annotations.Nullable;

/**
 * How a client may ask for an API.
 *
 * @param assignment {@code optional}, when it names it, or {@code default}, with every request
 */
record ApiAssignment(@JsonProperty("assignment") @Nullable String assignment) {

    boolean isDefault() {
        if ("default".equals(assignment)) {
            return true;
        }
        if ("optional".equals(assignment)) {
            return false;
        }
        throw AdminError.invalid("assignment", "must be optional or default");
    }
}
