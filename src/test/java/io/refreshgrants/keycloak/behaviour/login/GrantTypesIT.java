package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AssertionIssuer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every grant type that the server lists: none gives a refresh token beside the ledger, and none walks round the rules. */
@KeycloakTest
class GrantTypesIT {

    private static final String SCOPE = "openid offline_access orders-api";
    private static final String URN = "urn:ietf:params:oauth:grant-type:";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";

    private final DemoRealm realm;
    private final RealmRules rules;
    private AssertionIssuer issuer;
    private Answer login;

    GrantTypesIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    @BeforeEach
    void anApplicationThatMayDoAllOfIt() {
        realm.users().replace("carol");
        realm.clients().change(WEB_APP, client -> {
            client.put("implicitFlowEnabled", true)
                    .put("serviceAccountsEnabled", true)
                    .put("authorizationServicesEnabled", true);
            ((ObjectNode) client.get("attributes"))
                    .put("client_credentials.use_refresh_token", "true")
                    .put("oauth2.device.authorization.grant.enabled", "true")
                    .put("oidc.ciba.grant.enabled", "true")
                    .put("standard.token.exchange.enabled", "true")
                    .put("standard.token.exchange.enableRefreshRequestedTokenType", "SAME_SESSION");
        });
        String authorization = realm.clients().path(WEB_APP) + "/authz/resource-server";
        realm.admin().change(authorization, server -> server.put("policyEnforcementMode", "PERMISSIVE"));
        realm.admin().post(authorization + "/resource", Map.of("name", "anything"));
        issuer = new AssertionIssuer(realm, WEB_APP, "carol");
        login = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access");
    }

    @AfterEach
    void noRules() {
        rules.removeAll();
    }

    /** By each grant type: what comes of it for somebody who has a managed access token, and asks for all there is. */
    private Map<String, Supplier<Answer>> grants() {
        Map<String, Supplier<Answer>> grants = new TreeMap<>();
        grants.put(
                "authorization_code",
                () -> realm.keycloakToken(
                        WEB_APP.code(realm.browser().keycloakCode(codeRequest(WEB_APP, null, SCOPE), "carol"))));
        grants.put("implicit", this::implicit);
        grants.put("password", () -> realm.keycloakToken(WEB_APP.password("carol", null, SCOPE)));
        grants.put("refresh_token", () -> realm.keycloakToken(WEB_APP.refresh(login.refreshToken())));
        grants.put("client_credentials", () -> realm.keycloakToken(grant("client_credentials")));
        grants.put(URN + "device_code", this::device);
        grants.put(
                URN + "jwt-bearer",
                () -> realm.keycloakToken(grant(URN + "jwt-bearer").with("assertion", issuer.assertion("carol"))));
        grants.put(
                URN + "token-exchange",
                () -> realm.keycloakToken(grant(URN + "token-exchange")
                        .with("scope", "openid orders-api")
                        .with("subject_token", login.accessToken())
                        .with("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
                        .with("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")));
        grants.put(URN + "uma-ticket", () -> requestingParty(login.accessToken()));
        grants.put(CIBA, this::backchannel);
        return grants;
    }

    private Parameters grant(String type) {
        return WEB_APP.credentials().with("grant_type", type).with("scope", SCOPE);
    }

    private Answer implicit() {
        Browser browser = realm.browser();
        Answer redirect = browser.login(
                browser.keycloakAuthorize(codeRequest(WEB_APP, null, SCOPE)
                        .with("response_type", "token id_token")
                        .with("nonce", "n")),
                "carol");
        return new Answer(200, Map.of(), Http.json(redirect.redirectParameters()));
    }

    private Answer device() {
        Answer device = Http.postForm(
                realm.uri("/protocol/openid-connect/auth/device"),
                WEB_APP.credentials().with("scope", SCOPE));
        realm.browser().approveDevice(device.text("verification_uri_complete"), "carol");
        return realm.keycloakToken(grant(URN + "device_code").with("device_code", device.text("device_code")));
    }

    /** The user's device agrees at once. */
    private Answer backchannel() {
        Answer begun = Http.postForm(
                realm.uri("/protocol/openid-connect/ext/ciba/auth"),
                WEB_APP.credentials().with("scope", SCOPE).with("login_hint", "carol"));
        return realm.keycloakToken(grant(CIBA).with("auth_req_id", begun.text("auth_req_id")));
    }

    private Answer requestingParty(String accessToken) {
        return Http.send(Http.post(
                        realm.uri("/protocol/openid-connect/token"),
                        Http.FORM,
                        Http.form(Parameters.of("grant_type", URN + "uma-ticket", "audience", "web-app")))
                .header("Authorization", "Bearer " + accessToken));
    }

    @Test
    void eachGrantTypeOfTheServerIsTriedHere() {
        TreeSet<String> listed = new TreeSet<>();
        Http.get(realm.uri("/.well-known/openid-configuration"))
                .json()
                .path("grant_types_supported")
                .forEach(type -> listed.add(type.asText()));

        assertThat(grants().keySet()).containsAll(listed);
    }

    @Test
    void noneGivesARefreshTokenThatIsNotInTheLedger() {
        grants().forEach((type, ask) -> {
            Answer answer = ask.get();
            if (answer.json().hasNonNull("refresh_token")) {
                String family = answer.claims("refresh_token").path("rg_family").asText();
                assertThat(realm.ledger().living())
                        .as(type)
                        .anyMatch(row -> row.path("ID").asText().equals(family));
            }
        });

        assertThat(realm.users().offlineSessions("carol", WEB_APP))
                .as("offline sessions without a family")
                .isEqualTo(realm.ledger().living().size());
    }

    @Test
    void aRequestingPartyTokenComesWithoutARefreshToken() {
        Answer answer = expect(200, requestingParty(login.accessToken()));

        assertThat(answer.claims("access_token").has("authorization")).isTrue();
        assertThat(answer.json().hasNonNull("refresh_token")).isFalse();
        assertThat(realm.token(WEB_APP.refresh(login.refreshToken())).status()).isEqualTo(200);
    }

    @Test
    void norDoesOneForALoginWhoseApiAllowsNoRefreshToken() {
        String online = realm.keycloakToken(WEB_APP.code(realm.browser()
                        .keycloakCode(codeRequest(WEB_APP, null, "openid offline_access reports-api"), "carol")))
                .accessToken();
        Answer answer = expect(200, requestingParty(online));

        assertThat(answer.json().hasNonNull("refresh_token")).isFalse();
        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isEqualTo(1);
    }

    @Test
    void aRefreshTokenWithoutAFamilyThatNamesAFamilysSessionIsRefused() {
        Answer stock = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"));
        assertThat(stock.claims("refresh_token").has("rg_family")).isFalse();
        expect(200, realm.keycloakToken(WEB_APP.refresh(stock.refreshToken())));
        realm.ledger()
                .restOn(
                        login.claims("refresh_token").path("rg_family").asText(),
                        stock.claims("refresh_token").path("sid").asText());

        Answer refused = realm.keycloakToken(WEB_APP.refresh(stock.refreshToken()));
        assertThat(refused.refusal()).isEqualTo("400 invalid_grant: Invalid refresh token");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_not_managed");
        assertThat(realm.introspect(WEB_APP, stock.refreshToken(), "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(realm.events().reason("INTROSPECT_TOKEN_ERROR")).isEqualTo("refresh_token_not_managed");
    }

    @Test
    void aRefreshTokenFromBeforeItsScopeWasAnApiObeysTheApisSwitchAndTheRules() {
        expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/client-scopes",
                                Map.of("name", "new-api", "protocol", "openid-connect")));
        realm.clients().assign(WEB_APP, "new-api", "optional");
        String stock = expect(
                        200, realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access new-api")))
                .refreshToken();
        expect(
                201,
                realm.admin()
                        .post(
                                realm.clients().scopePath("new-api") + "/protocol-mappers/models",
                                Map.of(
                                        "name", "API",
                                        "protocol", "openid-connect",
                                        "protocolMapper", "refresh-grants-api-mapper",
                                        "config", Map.of("identifier", "urn:new", "allow_offline_access", "true"))));
        try {
            Answer open = expect(200, realm.keycloakToken(WEB_APP.refresh(stock)));
            assertThat(open.claims("access_token").path("aud").toString()).contains("urn:new");
            assertThat(open.json().hasNonNull("refresh_token")).isFalse();

            String denial = rules.rule("nobody", 1, "callback(new UnauthorizedError('nobody'));");
            assertThat(realm.keycloakToken(WEB_APP.refresh(stock)).refusal()).isEqualTo("401 unauthorized: nobody");
            rules.remove(denial);
            expect(200, realm.keycloakToken(WEB_APP.refresh(stock)));

            expect(204, realm.clients().setApi("new-api", "allow_offline_access", "false"));
            assertThat(realm.keycloakToken(WEB_APP.refresh(stock)).refusal())
                    .isEqualTo("400 invalid_grant: Offline access not allowed for the API");
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
            assertThat(realm.introspect(WEB_APP, stock, "refresh_token")
                            .json()
                            .path("active")
                            .asBoolean())
                    .isFalse();
            expect(204, realm.clients().setApi("new-api", "allow_offline_access", "true"));
            expect(200, realm.keycloakToken(WEB_APP.refresh(stock)));
        } finally {
            expect(204, realm.admin().delete(realm.clients().scopePath("new-api")));
        }
    }

    @Test
    void aRuleThatDeniesEverybodyStopsEachGrantThatIssuesTokensToUsers() {
        rules.rule("nobody", 1, "callback(new UnauthorizedError('nobody'));");
        // Named exceptions: an application for itself, and a token for a token that a login gave before.
        List<String> withoutRules = List.of("client_credentials", URN + "token-exchange");

        grants().forEach((type, ask) -> {
            if (!withoutRules.contains(type)) {
                Answer answer = ask.get();
                boolean forTheApi = answer.json().hasNonNull("access_token")
                        && answer.claims("access_token").path("aud").toString().contains(ORDERS);
                assertThat(forTheApi).as(type + ": " + answer.body()).isFalse();
            }
        });
    }

    @Test
    void aBackchannelLoginGivesTheApiWithoutARefreshTokenUnderAProtocolNameOfItsOwn() {
        Answer answer = expect(200, grants().get(CIBA).get());
        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(answer.json().hasNonNull("refresh_token")).isFalse();

        rules.rule(
                "by protocol",
                1,
                "callback(context.protocol === 'oidc-ciba'"
                        + " ? new UnauthorizedError('on a device') : null, user, context);");
        assertThat(grants().get(CIBA).get().refusal()).isEqualTo("401 unauthorized: on a device");
    }

    @Test
    void aJwtBearerGrantHasAProtocolNameOfItsOwnAndKeepsItsRefusal() {
        rules.rule(
                "by protocol",
                1,
                "callback(context.protocol === 'oauth2-jwt-bearer'"
                        + " ? new UnauthorizedError('by assertion') : null, user, context);");

        Answer answer = grants().get(URN + "jwt-bearer").get();
        assertThat(answer.refusal()).isEqualTo("401 unauthorized: by assertion");
        assertThat(grants().get("password").get().status()).isEqualTo(200);
    }
}
