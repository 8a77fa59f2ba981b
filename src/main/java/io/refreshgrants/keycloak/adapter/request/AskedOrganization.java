package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.organization.LoginOrganization;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Auth0's parameter {@code organization}: the login is for that organization, of which the user must be a member. Where there is
 * no user, the application's service account must be.
 */
public final class AskedOrganization {

    public static final String PARAMETER = OAuth2Constants.ORGANIZATION;

    /** Where a login remembers the scope of its organization: Keycloak leaves a scope out that the user may not have. */
    private static final String NOTE = "refresh_grants.organization";

    private final boolean asked;
    private final Optional<OrganizationModel> organization;
    private final List<String> scope;

    /**
     * The organization of a request at Auth0's paths.
     *
     * @param sent the parameter; null or blank for none
     */
    public AskedOrganization(KeycloakSession session, ClientModel client, @Nullable String sent) {
        Optional<String> name = Optional.ofNullable(sent).filter(value -> !value.isBlank());
        this.asked = name.isPresent();
        this.organization = name.flatMap(value -> LoginOrganization.named(session, value));
        this.scope =
                organization
                        .map(LoginOrganization::scope)
                        .filter(wanted -> TokenManager.isValidScope(session, wanted, client))
                        .stream()
                        .toList();
    }

    /** The scope that stands for it: empty if none is asked for, or none that the application may ask for. */
    public List<String> scope() {
        return scope;
    }

    /** Why the application may not ask for it. */
    public Optional<RequestRefusal> refusal() {
        if (!asked || !scope.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                organization.isPresent()
                        ? RequestRefusal.ORGANIZATION_NOT_ALLOWED_FOR_CLIENT
                        : RequestRefusal.ORGANIZATION_NOT_FOUND);
    }

    /** What the application is told. */
    public static String text(RequestRefusal refusal) {
        return refusal == RequestRefusal.ORGANIZATION_NOT_ALLOWED_FOR_CLIENT
                ? "parameter organization is not allowed for this client"
                : "parameter organization is invalid";
    }

    /**
     * Refuses a token request for an organization that the application may not ask for.
     *
     * @throws CorsErrorResponseException when it may not
     */
    public void checkAllowed(EventBuilder event) {
        refusal().ifPresent(refusal -> {
            event.detail(Details.REASON, refusal.reason()).error(Errors.INVALID_REQUEST);
            throw new Refusal(
                            refusal.reason(),
                            OAuthErrorException.INVALID_REQUEST,
                            Response.Status.BAD_REQUEST,
                            text(refusal))
                    .toException(Cors.builder());
        });
    }

    /**
     * Refuses a token request for an organization that Keycloak has not granted to the application's service account.
     *
     * @throws CorsErrorResponseException when the account is none of its members
     */
    public void checkGranted(ClientSessionContext granted, EventBuilder event) {
        scope.forEach(wanted -> check(wanted, granted, event, "The client is not part of the organization"));
    }

    /** Notes on a login, which ends in another request, that it is for this organization. */
    public void isDueTo(AuthenticationSessionModel login) {
        scope.forEach(wanted -> login.setClientNote(NOTE, wanted));
    }

    /**
     * Refuses a login for an organization that Keycloak has not granted to the user.
     *
     * @throws CorsErrorResponseException when the user is none of its members
     */
    public static void check(AuthenticationSessionModel login, ClientSessionContext granted, EventBuilder event) {
        String scope = login.getClientNote(NOTE);
        if (scope != null) {
            check(scope, granted, event, "The user is not part of the organization");
        }
    }

    private static void check(String scope, ClientSessionContext granted, EventBuilder event, String description) {
        if (!LoginIssuance.grantedScopes(granted).contains(scope)) {
            String reason = RequestRefusal.USER_NOT_IN_ORGANIZATION.reason();
            event.detail(Details.REASON, reason)
                    .detail(OAuth2Constants.ORGANIZATION, scope)
                    .error(Errors.ACCESS_DENIED);
            throw new Refusal(reason, OAuthErrorException.ACCESS_DENIED, Response.Status.FORBIDDEN, description)
                    .toException(Cors.builder());
        }
    }
}
