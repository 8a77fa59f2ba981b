package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.api.ApiScope;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Things that an answer mentions: the id that leads to each, and what people call it. */
final class Named {

    private Named() {}

    /**
     * A user.
     *
     * @param username null if the user is gone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(
            @JsonProperty("id") String id,
            @JsonProperty("username") @Nullable String username) {

        static User of(KeycloakSession session, RealmModel realm, String id) {
            UserModel user = session.users().getUserById(realm, id);
            return new User(id, user == null ? null : user.getUsername());
        }
    }

    /**
     * A client.
     *
     * @param id Keycloak's internal id
     * @param clientId null if the client is gone
     * @param name null if it has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Client(
            @JsonProperty("id") String id,
            @JsonProperty("clientId") @Nullable String clientId,
            @JsonProperty("name") @Nullable String name) {

        static Client of(String id, @Nullable ClientModel client) {
            return client == null ? new Client(id, null, null) : new Client(id, client.getClientId(), client.getName());
        }
    }

    /**
     * A rule or an action.
     *
     * @param name null if it has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(
            @JsonProperty("id") String id,
            @JsonProperty("name") @Nullable String name) {}

    /**
     * An API.
     *
     * @param id of its client scope; null if there is no such API any more
     * @param name of its client scope; null likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Api(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("identifier") String identifier,
            @JsonProperty("name") @Nullable String name) {

        static Api of(RealmModel realm, String identifier) {
            return ApiScope.named(realm, identifier)
                    .map(api ->
                            new Api(api.scope().getId(), identifier, api.scope().getName()))
                    .orElse(new Api(null, identifier, null));
        }
    }
}
