package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.token.ApiNotGrantedException;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.IDToken;

/** The managed token response that is being built in this session: what it may hold, and the builder that makes it. */
public final class ManagedResponse {

    private static final String ATTRIBUTE = ManagedResponse.class.getName();

    private final EventBuilder event;
    private Issuance issuance;
    private PendingLogin pending;
    private AccessTokenResponseBuilder builder;
    private PendingIssuance ruled;
    private boolean refreshTokenDue;
    private String browserSession;
    private Duration lifetime;

    private ManagedResponse(Issuance issuance, EventBuilder event) {
        this.issuance = issuance;
        this.event = event;
    }

    public static ManagedResponse begin(KeycloakSession session, Issuance issuance, EventBuilder event) {
        ManagedResponse response = new ManagedResponse(issuance, event);
        session.setAttribute(ATTRIBUTE, response);
        response.describe();
        return response;
    }

    private void describe() {
        if (!issuance.audience().isEmpty()) {
            event.detail(EventDetails.AUDIENCE, issuance.audience());
        }
        issuance.denial().ifPresent(denial -> event.detail(EventDetails.OFFLINE_ACCESS_DENIED, denial));
    }

    /**
     * The same while nobody has logged in yet: what is granted to the user is decided by {@link #settle}.
     *
     * @param asked the scope asked for, API scopes included
     * @param limit what the grant leaves of it
     */
    public static void beginBeforeLogin(
            KeycloakSession session,
            Scopes asked,
            UnaryOperator<Issuance> limit,
            Issuance expected,
            EventBuilder event) {
        begin(session, expected, event).pending = new PendingLogin(asked, limit);
    }

    private record PendingLogin(Scopes asked, UnaryOperator<Issuance> limit) {}

    /**
     * Decides again, now that the user is known, if the request was begun before the login.
     *
     * @throws CorsErrorResponseException when an API that was asked for is not granted to the user
     */
    public void settle(KeycloakSession session, ClientSessionContext login) {
        if (pending == null) {
            return;
        }
        try {
            issuance = Issuance.granted(session, login, pending.asked())
                    .map(pending.limit())
                    .orElseThrow();
            pending = null;
            describe();
        } catch (ApiNotGrantedException e) {
            RefusedLogin.end(session, login);
            throw RefusedApi.answer(event, login.getAttribute(Constants.GRANT_TYPE, String.class), e);
        }
    }

    public static Optional<ManagedResponse> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(ATTRIBUTE, ManagedResponse.class));
    }

    public Issuance issuance() {
        return issuance;
    }

    public EventBuilder event() {
        return event;
    }

    /** What the realm's rules have made of this response; empty before they have run. */
    public Optional<PendingIssuance> ruled() {
        return Optional.ofNullable(ruled);
    }

    public void ruledTo(PendingIssuance issue) {
        ruled = issue;
    }

    public Optional<IDToken> idToken() {
        return Optional.ofNullable(builder).map(AccessTokenResponseBuilder::getIdToken);
    }

    public void builtBy(AccessTokenResponseBuilder builder) {
        this.builder = builder;
    }

    public void refreshTokenIsDue() {
        refreshTokenDue = true;
    }

    /** Names the session that ID tokens are to name. */
    public void loggedInWith(String session) {
        browserSession = session;
    }

    /** The session the user logged in with; empty when no family is involved. */
    public Optional<String> browserSession() {
        return Optional.ofNullable(browserSession);
    }

    /**
     * The family's tokens rest on an offline session of its own. An ID token is about the login: applications and
     * Keycloak's logout find the browser session by its {@code sid} (OpenID Connect Back-Channel Logout section 2.1).
     */
    public void nameBrowserSession() {
        if (builder != null && builder.getIdToken() != null && browserSession != null) {
            builder.getIdToken().setSessionId(browserSession);
        }
    }

    /** Says how long the access token lives from the moment it was issued. */
    public void livesFor(Duration duration) {
        lifetime = duration;
    }

    /**
     * Corrects what Keycloak writes last and asks nobody about: a scope that promises a refresh token which is not given,
     * and a lifetime that is a second short when one has passed while the tokens were signed.
     */
    void correct(AccessTokenResponse answer) {
        if (!issuance.offlineAccess() && answer.getScope() != null) {
            answer.setScope(Scopes.parse(answer.getScope())
                    .without(Scopes.OFFLINE_ACCESS)
                    .toString());
        }
        if (ruled != null && answer.getScope() != null) {
            answer.setScope(Scopes.parse(answer.getScope())
                    .where(ruled.scope()::contains)
                    .toString());
        }
        if (lifetime != null) {
            answer.setExpiresIn(lifetime.toSeconds());
        }
    }

    /**
     * Takes out the refresh token that Keycloak insists on having while it builds the response: it binds certificates
     * to it and sets its scope without looking whether there is one.
     */
    public void dropPlaceholder() {
        if (builder != null && !refreshTokenDue) {
            builder.removeRefreshToken();
        }
    }
}
