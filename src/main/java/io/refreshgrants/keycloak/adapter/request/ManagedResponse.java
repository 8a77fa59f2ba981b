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

/** The managed token response that is being built for a request: what it may hold, and the builder that makes it. */
public final class ManagedResponse {

    private final EventBuilder event;
    private final Optional<BeforeLogin> beforeLogin;
    private final Once<Issuance> issuance = new Once<>("issuance");
    private final Once<AccessTokenResponseBuilder> builder = new Once<>("response builder");
    private final Once<PendingIssuance> ruleResult = new Once<>("result of rules");
    private final Once<String> browserSession = new Once<>("browser session");
    private final Once<Duration> lifetime = new Once<>("token lifetime");
    private boolean refreshTokenDue;

    /** What was asked for while the user was not known. */
    private record BeforeLogin(Scopes asked, UnaryOperator<Issuance> limit) {}

    ManagedResponse(EventBuilder event) {
        this.event = event;
        this.beforeLogin = Optional.empty();
    }

    ManagedResponse(EventBuilder event, Scopes asked, UnaryOperator<Issuance> limit, Issuance expected) {
        this.event = event;
        this.beforeLogin = Optional.of(new BeforeLogin(asked, limit));
        describe(expected);
    }

    void decided(Issuance decision) {
        issuance.set(decision);
        describe(decision);
    }

    private void describe(Issuance decision) {
        if (!decision.audience().isEmpty()) {
            event.detail(EventDetails.AUDIENCE, decision.audience());
        }
        decision.denial().ifPresent(denial -> event.detail(EventDetails.OFFLINE_ACCESS_DENIED, denial));
    }

    /**
     * Decides, now that the user is known, if the response was begun before the login.
     *
     * @throws CorsErrorResponseException when an API that was asked for is not granted to the user
     */
    public void settle(KeycloakSession session, ClientSessionContext login) {
        if (issuance.reached().isPresent()) {
            return;
        }
        BeforeLogin request = beforeLogin.orElseThrow();
        try {
            decided(Issuance.granted(session, RequestState.of(session).entryPoint(), login, request.asked())
                    .map(request.limit())
                    .orElseThrow());
        } catch (ApiNotGrantedException e) {
            RefusedLogin.end(session, login);
            throw ApiRefusal.answer(event, login.getAttribute(Constants.GRANT_TYPE, String.class), e);
        }
    }

    /** What the response may hold, once that is decided. */
    public Issuance issuance() {
        return issuance.get();
    }

    public EventBuilder event() {
        return event;
    }

    /** What the realm's rules have made of this response; empty before they have run, and in a realm without any. */
    public Optional<PendingIssuance> ruleResult() {
        return ruleResult.reached();
    }

    public void rulesDecided(PendingIssuance rules) {
        ruleResult.set(rules);
    }

    public Optional<IDToken> idToken() {
        return builder.reached().map(AccessTokenResponseBuilder::getIdToken);
    }

    public void builtBy(AccessTokenResponseBuilder answer) {
        builder.set(answer);
    }

    public void refreshTokenIsDue() {
        refreshTokenDue = true;
    }

    /** Names the session that ID tokens are to name. */
    public void loggedInWith(String session) {
        browserSession.set(session);
    }

    /** The session the user logged in with; empty when no family is involved. */
    public Optional<String> browserSession() {
        return browserSession.reached();
    }

    /**
     * The family's tokens rest on an offline session of its own. An ID token is about the login: applications and
     * Keycloak's logout find the browser session by its {@code sid} (OpenID Connect Back-Channel Logout section 2.1).
     */
    public void nameBrowserSession() {
        idToken().ifPresent(token -> browserSession().ifPresent(token::setSessionId));
    }

    /** Says how long the access token lives from the moment it was issued. */
    public void livesFor(Duration duration) {
        lifetime.set(duration);
    }

    /**
     * Corrects what Keycloak writes last and asks nobody about: a scope that promises a refresh token which is not given,
     * and a lifetime that is a second short when one has passed while the tokens were signed.
     */
    void correct(AccessTokenResponse answer) {
        if (answer.getScope() != null) {
            Scopes scope = Scopes.parse(answer.getScope());
            Scopes given = issuance().offlineAccess() ? scope : scope.without(Scopes.OFFLINE_ACCESS);
            answer.setScope(ruleResult()
                    .map(rules -> given.where(rules.scope()::contains))
                    .orElse(given)
                    .toString());
        }
        lifetime.reached().ifPresent(duration -> answer.setExpiresIn(duration.toSeconds()));
    }

    /**
     * Takes out the refresh token that Keycloak insists on having while it builds the response: it binds certificates
     * to it and sets its scope without looking whether there is one.
     */
    public void dropPlaceholder() {
        if (!refreshTokenDue) {
            builder.reached().ifPresent(AccessTokenResponseBuilder::removeRefreshToken);
        }
    }
}
