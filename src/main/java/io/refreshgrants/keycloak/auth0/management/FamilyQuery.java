package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * Which families the filters of a query select. A user or a client that does not exist has none, as in Auth0.
 *
 * @param scope what the sender of the request is doing
 */
record FamilyQuery(ManagementRequest request, ManagementQuery query, ManagementScope<UserModel> scope) {

    /** Those of what does not exist. */
    static final Families NONE = Families.these(List.of());

    Families families() {
        Optional<String> userId = query.id("user_id");
        boolean known = userId.flatMap(request::findUser).isPresent();
        if (known) {
            request.user(userId.orElseThrow(), scope);
        } else {
            request.demandExistence(scope);
        }
        if (userId.isPresent() && !known) {
            return NONE;
        }
        Families families = atClient(
                request,
                query,
                userId.map(Families::ofUser)
                        .orElseGet(() -> Families.ofRealm(request.realm().getId())));
        return query.text("audience", Grant.MAX_AUDIENCE_LENGTH)
                .map(audience -> families.forAudiences(audiences(request, audience)))
                .orElse(families);
    }

    /** Those of the families that are at the client of the query, if it names one. */
    static Families atClient(ManagementRequest request, ManagementQuery query, Families families) {
        return query.id("client_id")
                .map(clientId ->
                        request.findClient(clientId).map(families::atClient).orElse(NONE))
                .orElse(families);
    }

    /** The audiences of grants that an audience stands for: an API's are those with it among others, too. */
    static List<String> audiences(ManagementRequest request, String audience) {
        return audience.contains(" ")
                ? List.of(audience)
                : request.ledger().audiences(request.realm().getId(), audience);
    }
}
