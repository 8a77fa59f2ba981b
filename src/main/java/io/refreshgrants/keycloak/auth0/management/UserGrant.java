package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.GrantId;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A grant as Auth0 shows it.
 *
 * @param clientId the client's {@code client_id}
 * @param audience identifiers of APIs, separated by spaces; empty for none
 * @param scope what was granted, over all of its living families
 */
record UserGrant(
        @JsonProperty("id") String id,
        @JsonProperty("clientID") String clientId,
        @JsonProperty("user_id") String userId,
        @JsonProperty("audience") String audience,
        @JsonProperty("scope") Collection<String> scope) {

    /**
     * The first grants of a selection.
     *
     * @param most how many; there may be some more
     */
    static List<UserGrant> list(ManagementRequest request, Families families, int most) {
        Map<Grant, Set<String>> scopes = new LinkedHashMap<>();
        ShownScope shown = ShownScope.of(request.realm());
        Iterator<RefreshTokenFamily> living = new LivingFamilies(request, request.families())
                .of(families, Optional.empty())
                .iterator();
        Optional<Grant> last = Optional.empty();
        while (living.hasNext()) {
            RefreshTokenFamily family = living.next();
            // Families of one user and client follow each other, those of one audience need not.
            if (scopes.size() >= most
                    && last.filter(grant -> isOfSamePair(grant, family.grant())).isEmpty()) {
                break;
            }
            last = Optional.of(family.grant());
            scopes.computeIfAbsent(family.grant(), grant -> new TreeSet<>())
                    .addAll(shown.of(family.login().scope()).names());
        }
        return scopes.entrySet().stream()
                .map(grant -> of(request, grant.getKey(), grant.getValue()))
                .toList();
    }

    private static boolean isOfSamePair(Grant one, Grant other) {
        return one.userId().equals(other.userId()) && one.clientId().equals(other.clientId());
    }

    private static UserGrant of(ManagementRequest request, Grant grant, Set<String> scope) {
        return new UserGrant(
                GrantId.of(grant), request.clientId(grant.clientId()), grant.userId(), grant.audience(), scope);
    }
}
