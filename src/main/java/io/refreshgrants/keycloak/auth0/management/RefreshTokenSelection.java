package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.UserModel;

/**
 * What a bulk revocation is to end: certain refresh tokens, or all of a user, at a client, for an audience.
 *
 * @param ids of families; empty for a selection by user
 * @param clientId a client's {@code client_id}; only with a user
 * @param audience an API's identifier; only with a client
 */
record RefreshTokenSelection(
        List<String> ids, Optional<String> userId, Optional<String> clientId, Optional<String> audience) {

    private static final int MOST_IDS = 100;
    private static final Set<String> MEMBERS = Set.of("ids", "user_id", "client_id", "audience");
    private static final ManagementScope<UserModel> SCOPE = ManagementScope.DELETE_REFRESH_TOKENS;

    RefreshTokenSelection {
        ids = List.copyOf(ids);
        if (ids.isEmpty() == userId.isEmpty()) {
            throw ManagementError.invalidBody("either ids or user_id is required");
        }
        if (userId.isEmpty() && (clientId.isPresent() || audience.isPresent())) {
            throw ManagementError.invalidBody("ids stand alone");
        }
        if (clientId.isEmpty() && audience.isPresent()) {
            throw ManagementError.invalidBody("audience requires user_id and client_id");
        }
    }

    /** What a body says. A member that is not known is refused: without a misspelt one the selection would be larger. */
    static RefreshTokenSelection in(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw ManagementError.invalidBody(
                        "only " + String.join(", ", MEMBERS.stream().sorted().toList()) + " are allowed");
            }
        });
        return new RefreshTokenSelection(
                ids(body.path("ids")), text(body, "user_id"), text(body, "client_id"), text(body, "audience"));
    }

    private static List<String> ids(JsonNode array) {
        if (array.isMissingNode()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > MOST_IDS || array.isEmpty()) {
            throw ManagementError.invalidBody("ids must be an array of 1 to " + MOST_IDS + " texts");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : array) {
            if (!id.isTextual()) {
                throw ManagementError.invalidBody("ids must be texts");
            }
            ids.add(id.textValue());
        }
        return ids;
    }

    private static Optional<String> text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > Grant.MAX_AUDIENCE_LENGTH) {
            throw ManagementError.invalidBody(
                    name + " must be a text of 1 to " + Grant.MAX_AUDIENCE_LENGTH + " characters");
        }
        return Optional.of(value.textValue());
    }

    /** Revokes it: all that is selected, or nothing if the sender may not end a part of it. Ids of nothing are passed over. */
    void revoke(ManagementRequest request) {
        request.revocation().revoke(userId.map(id -> ofUser(request, id)).orElseGet(() -> withIds(request)));
    }

    private Families withIds(ManagementRequest request) {
        request.demandExistence(SCOPE);
        List<RefreshTokenFamily> found = ids.stream()
                .distinct()
                .flatMap(id -> request.findFamily(id).stream())
                .toList();
        found.forEach(family -> request.demandOwner(family, SCOPE));
        return Families.these(found.stream().map(RefreshTokenFamily::id).toList());
    }

    private Families ofUser(ManagementRequest request, String id) {
        Families families = Families.ofUser(request.user(id, SCOPE).getId());
        if (clientId.isEmpty()) {
            return families;
        }
        Families atClient = families.atClient(
                clientId.flatMap(request::findClient).orElseThrow(() -> ManagementError.inexistent("client")));
        return audience.map(api -> atClient.forAudiences(FamilyQuery.audiences(request, api)))
                .orElse(atClient);
    }
}
