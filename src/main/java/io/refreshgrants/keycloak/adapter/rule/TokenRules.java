package io.refreshgrants.keycloak.adapter.rule;

import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RefusedLogin;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.PendingIssuance.Parties;
import io.refreshgrants.keycloak.rule.RulePipeline;
import io.refreshgrants.keycloak.rule.RuleRefusal;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.rule.spi.RefreshTokenInfo;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import io.refreshgrants.keycloak.token.FamilyRefresh;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * Runs the realm's rules once for each managed response. They run before anything is written, so a refused refresh
 * leaves its token usable.
 */
public final class TokenRules {

    /** No user logs in: the application acts for itself, or exchanges a token from an earlier login. */
    private static final Set<String> WITHOUT_LOGIN =
            Set.of(OAuth2Constants.CLIENT_CREDENTIALS, OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE);

    private static final Map<String, Protocol> LOGINS = Map.of(
            OAuth2Constants.AUTHORIZATION_CODE, Protocol.AUTHORIZATION_CODE,
            OAuth2Constants.PASSWORD, Protocol.PASSWORD,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, Protocol.DEVICE_CODE,
            OAuth2Constants.CIBA_GRANT_TYPE, Protocol.CIBA,
            OAuth2Constants.JWT_AUTHORIZATION_GRANT, Protocol.JWT_BEARER);

    private final KeycloakSession session;
    private final RuleRefusals refusals;

    public TokenRules(KeycloakSession session) {
        this.session = session;
        this.refusals = new RuleRefusals(session);
    }

    /** Runs the rules on a login, unless they have run already. */
    public void onLogin(ManagedResponse response, ClientSessionContext context, AccessToken token) {
        String grantType = context.getAttribute(Constants.GRANT_TYPE, String.class);
        if (response.ruleResult().isPresent() || grantType != null && WITHOUT_LOGIN.contains(grantType)) {
            return;
        }
        // Rules guard APIs, so they also run on grants that are not listed here.
        Protocol protocol = grantType == null ? Protocol.EXTENSION : LOGINS.getOrDefault(grantType, Protocol.EXTENSION);
        UserSessionModel login = context.getClientSession().getUserSession();
        try {
            Function<Scopes, TokenRequest> request = protocol == Protocol.AUTHORIZATION_CODE
                    ? granted -> RuleRequest.of(session, context.getClientSession(), granted)
                    : granted -> RuleRequest.of(session, granted);
            run(response, protocol, request, login, token.getScope(), Optional.empty());
            response.ruleResult().ifPresent(issuance -> TokenSnapshot.of(token));
        } catch (RuleRefusedException e) {
            RefusedLogin.end(session, context);
            throw refusals.of(response, e);
        }
    }

    /** Runs the rules on tokens that the authorization endpoint is about to issue. */
    public void onAuthorization(ManagedResponse response, Protocol protocol, ClientSessionContext context) {
        try {
            run(
                    response,
                    protocol,
                    granted -> RuleRequest.of(session, context.getClientSession(), granted),
                    context.getClientSession().getUserSession(),
                    context.getScopeString(),
                    Optional.empty());
        } catch (RuleRefusedException e) {
            throw refusals.of(response, e);
        }
    }

    /** Runs the rules on a refresh. */
    public void onRefresh(
            ManagedResponse response, FamilyRefresh refresh, UserSessionModel offline, AccessToken token) {
        try {
            run(
                    response,
                    Protocol.REFRESH_TOKEN,
                    granted -> RuleRequest.ofRefresh(session, granted),
                    offline,
                    token.getScope(),
                    Optional.of(refresh));
            response.ruleResult().ifPresent(issuance -> TokenSnapshot.of(token));
        } catch (RuleRefusedException e) {
            if (e.refusal() == RuleRefusal.RULE_REVOKED) {
                new GrantRevocation(session)
                        .end(offline.getRealm(), refresh.family(), RevocationReason.REVOKED_BY_RULE);
            }
            Counters.EXCHANGES.count(offline.getRealm(), "refused");
            Counters.REFUSALS.count(offline.getRealm(), e.refusal().reason());
            throw refusals.of(response, e);
        }
    }

    private void run(
            ManagedResponse response,
            Protocol protocol,
            Function<Scopes, TokenRequest> request,
            UserSessionModel userSession,
            String scope,
            Optional<FamilyRefresh> refresh) {
        ClientModel client = session.getContext().getClient();
        RulePipeline pipeline = RulePipeline.of(session, client);
        if (pipeline.isEmpty()) {
            return;
        }
        Scopes granted = Scopes.parse(scope);
        PendingIssuance issuance = new PendingIssuance(
                protocol,
                new Parties(client, userSession.getUser(), Optional.of(userSession)),
                request.apply(withoutApis(client, granted)),
                response.issuance().identifiers(),
                granted.names(),
                refresh.map(found -> refreshToken(found, response)));
        pipeline.run(issuance);
        RuleClaims.check(issuance);
        response.rulesDecided(issuance);
    }

    /** Writes the rules' claims into an access token, and into the ID token beside it if there is one. */
    public void apply(ManagedResponse response, AccessToken token) {
        apply(response, issuance -> {
            RuleClaims.apply(issuance, token);
            response.idToken().ifPresent(idToken -> RuleClaims.apply(issuance, idToken));
        });
    }

    /** Writes the rules' claims into an ID token of the authorization endpoint. */
    public void apply(ManagedResponse response, IDToken token) {
        apply(response, issuance -> RuleClaims.apply(issuance, token));
    }

    private void apply(ManagedResponse response, Consumer<PendingIssuance> writer) {
        try {
            response.ruleResult().ifPresent(writer);
        } catch (RuleRefusedException e) {
            session.getTransactionManager().setRollbackOnly(); // A family or a rotation may have been written by now.
            throw refusals.of(response, e);
        }
    }

    /** Auth0's scopes are those of an API; the scope that stands for the API itself is not one of them. */
    private static Scopes withoutApis(ClientModel client, Scopes scopes) {
        Set<String> apis =
                Apis.of(client).named(scopes.names()).stream().map(Api::scope).collect(Collectors.toSet());
        return scopes.where(name -> !apis.contains(name));
    }

    private static RefreshTokenInfo refreshToken(FamilyRefresh refresh, ManagedResponse response) {
        RefreshTokenFamily family = refresh.family();
        return new RefreshTokenInfo(
                family.id(),
                family.login().at(),
                family.lifetime().end(),
                refresh.idleEnd(),
                family.lastUse().at(),
                refresh.rotates(),
                response.browserSession(),
                family.grant().identifiers(),
                family.login().scope(),
                Optional.ofNullable(family.login().device().ip()),
                Optional.ofNullable(family.login().device().userAgent()));
    }
}
