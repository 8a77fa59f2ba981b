package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;

/**
 * A client grant as Auth0 shows it.
 *
 * @param clientId the client's {@code client_id}
 * @param audience the API's identifier
 * @param scope what the application has with the API, see {@link ClientGrantScope}
 */
record ClientGrant(
        @JsonProperty("id") String id,
        @JsonProperty("client_id") String clientId,
        @JsonProperty("audience") String audience,
        @JsonProperty("scope") Collection<String> scope) {

    /** What errors call it. */
    static final String KIND = "client_grant";

    static ClientGrant of(ApiAccess access) {
        return new ClientGrant(
                access.id(),
                access.client().getClientId(),
                access.api().identifier(),
                access.scope().names());
    }
}
