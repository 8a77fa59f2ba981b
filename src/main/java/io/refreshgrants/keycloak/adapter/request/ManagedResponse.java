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

/**
 * The token response of a managed request while it is being built: what it may contain, and Keycloak's builder for it.
 */
public final class ManagedResponse {

    private final EventBuilder event;
    private final Optional<BeforeLogin> beforeLogin;
    private final Once<Issuance> issuance = new Once<>("issuance");
    private final Once<AccessTokenResponseBuilder> builder = new Once<>("response builder");
    private final Once<PendingIssuance> ruleResult = new Once<>("result of rules");
    private final Once<String> browserSession = new Once<>("browser session");
    private final Once<Duration> lifetime = new Once<>("token lifetime");
    private boolean refreshTokenDue;

    /** What was asked for before the user was known. */
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
     * Makes the final decision once the user is known. Does nothing if it has been made.
     *
     * @throws CorsErrorResponseException when the user may not have an API that was asked for
     */
    public void settle(KeycloakSession session, ClientSessionContext login) {
        if (issuance.reached().isPresent()) {
            return;
        }
        BeforeLogin request = beforeLogin.orElseThrow();
        try {
            decided(LoginIssuance.granted(session, login, request.asked())
                    .map(request.limit())
                    .orElseThrow());
        } catch (ApiNotGrantedException e) {
            RefusedLogin.end(session, login);
            throw ApiRefusal.answer(event, login.getAttribute(Constants.GRANT_TYPE, String.class), e);
        }
    }

    /** What the response may contain. Fails before the decision has been made. */
    public Issuance issuance() {
        return issuance.get();
    }

    public EventBuilder event() {
        return event;
    }

    /** The issuance as the realm's rules left it; empty before they have run and in a realm without rules. */
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

    /** Sets the session that ID tokens name. */
    public void loggedInWith(String session) {
        browserSession.set(session);
    }

    /** The browser session of the login; empty when the response has no family. */
    public Optional<String> browserSession() {
        return browserSession.reached();
    }

    /**
     * Puts the browser session into the ID token. The family's tokens rest on an offline session, but applications and
     * Keycloak's logout find the browser session by the ID token's {@code sid} (OpenID Connect Back-Channel Logout
     * section 2.1).
     */
    public void nameBrowserSession() {
        idToken().ifPresent(token -> browserSession().ifPresent(token::setSessionId));
    }

    /** Sets the lifetime of the access token, counted from its issue. */
    public void livesFor(Duration duration) {
        lifetime.set(duration);
    }

    /**
     * Corrects the fields that Keycloak writes last, where it offers no hook: a scope that promises a refresh token
     * which is not given, and an {@code expires_in} one second short because signing crossed a second.
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
     * Removes the placeholder for a refresh token. Keycloak needs one while it builds the response: it binds
     * certificates to it and sets its scope without checking whether there is one.
     */
    public void dropPlaceholder() {
        if (!refreshTokenDue) {
            builder.reached().ifPresent(AccessTokenResponseBuilder::removeRefreshToken);
        }
    }
}
