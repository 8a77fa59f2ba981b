package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Issuance;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;

/** The managed token response that is being built in this session: what it may hold, and the builder that makes it. */
final class ManagedResponse {

    private static final String ATTRIBUTE = ManagedResponse.class.getName();

    private final Issuance issuance;
    private AccessTokenResponseBuilder builder;
    private boolean refreshTokenDue;

    private ManagedResponse(Issuance issuance) {
        this.issuance = issuance;
    }

    static ManagedResponse begin(KeycloakSession session, Issuance issuance, EventBuilder event) {
        ManagedResponse response = new ManagedResponse(issuance);
        session.setAttribute(ATTRIBUTE, response);
        if (!issuance.audience().isEmpty()) {
            event.detail(EventDetails.AUDIENCE, issuance.audience());
        }
        issuance.denial().ifPresent(denial -> event.detail(EventDetails.OFFLINE_ACCESS_DENIED, denial));
        return response;
    }

    static Optional<ManagedResponse> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(ATTRIBUTE, ManagedResponse.class));
    }

    Issuance issuance() {
        return issuance;
    }

    void builtBy(AccessTokenResponseBuilder builder) {
        this.builder = builder;
    }

    void refreshTokenIsDue() {
        refreshTokenDue = true;
    }

    /**
     * Takes out the refresh token that Keycloak insists on having while it builds the response: it binds certificates
     * to it and sets its scope without looking whether there is one.
     */
    void dropPlaceholder() {
        if (builder != null && !refreshTokenDue) {
            builder.removeRefreshToken();
        }
    }
}
