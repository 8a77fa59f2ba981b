package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A grant as admins see it: what a user has given one client for one audience.
 *
 * @param id for the path of a revocation
 * @param audience as the ledger has it: identifiers of APIs, sorted and separated by spaces; empty for none
 * @param apis the APIs in the audience
 * @param scope what was granted, over all of its families shown, sorted
 * @param families its families, ordered by id; a grant whose families do not fit on a page goes on with the next page
 */
record ShownGrant(
        @JsonProperty("id") String id,
        @JsonProperty("user") Named.User user,
        @JsonProperty("client") Named.Client client,
        @JsonProperty("audience") String audience,
        @JsonProperty("apis") List<Named.Api> apis,
        @JsonProperty("scope") List<String> scope,
        @JsonProperty("families") List<ShownFamily> families) {}
