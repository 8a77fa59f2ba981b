package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who log in through an identity provider: another realm, as OpenID provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@KeycloakTest
class IdentityProviderIT {

    private final DemoRealm partner;

    /** Where the server finds the partner; a browser's address leads nowhere inside a container. */
    private final String inside;

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    IdentityProviderIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
        partner = realm.sibling(realm.name() + "-partner");
        inside = server.inside() + "/realms/" + partner.name();
        partner.users().add("erin");
        expect(
                201,
                partner.admin()
                        .post(
                                "/" + partner.name() + "/clients",
                                Map.of(
                                        "clientId",
                                        "partner-app",
                                        "secret",
                                        "partner-app-secret",
                                        "redirectUris",
                                        List.of(realm.url() + "/broker/partner/endpoint", Application.CALLBACK),
                                        "attributes",
                                        Map.of(
                                                "post.logout.redirect.uris",
                                                realm.url() + "/broker/partner/endpoint/logout_response"))));
    }

    @BeforeEach
    void theProvider() {
        provider(
                "partner",
                "keycloak-oidc",
                Map.of(
                        "clientId",
                        "partner-app",
                        "clientSecret",
                        "partner-app-secret",
                        "issuer",
                        partner.url(),
                        "authorizationUrl",
                        partner.url() + "/protocol/openid-connect/auth",
                        "logoutUrl",
                        partner.url() + "/protocol/openid-connect/logout",
                        "tokenUrl",
                        inside + "/protocol/openid-connect/token",
                        "jwksUrl",
                        inside + "/protocol/openid-connect/certs",
                        "useJwksUrl",
                        "true",
                        "validateSignature",
                        "true",
                        "defaultScope",
                        "openid profile email"));
        provider("google", "google", Map.of("clientId", "x", "clientSecret", "y"));
        rules.rule(
                "look",
                1,
                "context.idToken.seen = {identities: user.identities, connection: context.connection,"
                        + " strategy: context.connectionStrategy, methods: (context.authentication || {}).methods}; "
                        + PASS);
        rules.action(
                "look too",
                2,
                "api.idToken.setCustomClaim('event', {identities: event.user.identities,"
                        + " connection: event.connection.name, methods: (event.authentication || {}).methods});");
    }

    private void provider(String alias, String kind, Map<String, String> config) {
        expect(
                201,
                realm.admin()
                        .post(
                                instances(),
                                Map.of("alias", alias, "providerId", kind, "enabled", true, "config", config)));
    }

    @AfterEach
    void nobodyLinked() {
        for (JsonNode user : expect(200, realm.admin().get("/" + realm.name() + "/users?exact=true&username=erin"))
                .json()) {
            expect(
                    204,
                    realm.admin()
                            .delete("/" + realm.name() + "/users/"
                                    + user.path("id").asText()));
        }
        realm.admin().delete(instances() + "/partner");
        realm.admin().delete(instances() + "/google");
    }

    @AfterAll
    void noPartner() {
        partner.close();
    }

    private String instances() {
        return "/" + realm.name() + "/identity-provider/instances";
    }

    private String links() {
        return realm.users().path("erin") + "/federated-identity";
    }

    /** Erin's login by way of the provider. */
    private Answer loginThroughProvider() {
        return loginThroughProvider(realm.browser());
    }

    private Answer loginThroughProvider(Browser browser) {
        String code = browser.keycloakCode(
                Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access").with("kc_idp_hint", "partner"), "erin");
        return expect(200, realm.token(WEB_APP.code(code)));
    }

    private JsonNode refreshed(String token) {
        return expect(200, carol.refresh(token)).claims("id_token");
    }

    private void assertIdentities(JsonNode idToken, String... expected) {
        for (String contract : List.of("seen", "event")) {
            assertThat(idToken.path(contract).path("identities"))
                    .as(contract)
                    .extracting(identity -> identity.path("connection").asText() + " "
                            + identity.path("provider").asText() + " "
                            + identity.path("user_id").asText() + " "
                            + identity.path("isSocial").asBoolean())
                    .containsExactly(expected);
        }
    }

    private String atPartner() {
        return "partner keycloak-oidc " + partner.users().id("erin") + " false";
    }

    private String here() {
        return "Username-Password-Authentication auth0 " + realm.users().id("erin") + " false";
    }

    @Test
    void aUserHasOneIdentityForEachConnectionWithTheIdThere() {
        Answer login = loginThroughProvider();
        JsonNode idToken = login.claims("id_token");
        assertIdentities(idToken, atPartner());
        assertThat(idToken.path("seen").path("connection").asText()).isEqualTo("partner");
        assertThat(idToken.path("seen").path("strategy").asText()).isEqualTo("keycloak-oidc");
        assertThat(idToken.path("seen").path("methods").path(0).path("name").asText())
                .isEqualTo("federated");
        assertThat(idToken.path("event").path("connection").asText()).isEqualTo("partner");
        assertThat(refreshed(login.refreshToken())
                        .path("seen")
                        .path("connection")
                        .asText())
                .isEqualTo("partner");

        expect(204, realm.admin().post(links() + "/google", Map.of("userId", "g-123", "userName", "erin")));
        assertIdentities(refreshed(login.refreshToken()), "google google g-123 true", atPartner());

        password();
        assertIdentities(refreshed(login.refreshToken()), here(), "google google g-123 true", atPartner());
        assertThat(realm.login(WEB_APP, "erin", ORDERS, "openid")
                        .claims("id_token")
                        .path("seen")
                        .path("connection")
                        .asText())
                .isEqualTo("Username-Password-Authentication");
    }

    @Test
    void aLoginGoesToTheConnectionThatIsAskedFor() {
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access");
        String code = realm.browser().code(new Parameters().with(request).with("connection", "partner"), "erin");
        assertThat(expect(200, realm.token(WEB_APP.code(code)))
                        .claims("id_token")
                        .path("seen")
                        .path("connection")
                        .asText())
                .isEqualTo("partner");

        assertThat(page(new Parameters().with(request).with("connection", "partner")))
                .contains(partner.url());
        assertThat(page(new Parameters().with(request).with("connection", "Username-Password-Authentication")))
                .doesNotContain(partner.url());
        Answer pushed = Http.postForm(
                realm.uri("/oauth/par"), WEB_APP.credentials().with(request).with("connection", "partner"));
        assertThat(page(Parameters.of("client_id", "web-app", "request_uri", pushed.text("request_uri"))))
                .as("pushed")
                .contains(partner.url());

        realm.admin().change(instances() + "/partner", provider -> provider.put("enabled", false));
        assertThat(page(new Parameters().with(request).with("connection", "partner")))
                .as("disabled")
                .doesNotContain(partner.url());
    }

    private String page(Parameters request) {
        return expect(200, realm.browser().authorize(request)).body();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theProvidersSessionEndsWithAFederatedLogoutOnly(boolean federated) {
        Browser browser = realm.browser();
        loginThroughProvider(browser);

        Answer left = browser.visit(realm.url() + "/v2/logout?" + (federated ? "federated&" : "")
                + Http.form(Parameters.of("client_id", "web-app", "returnTo", "http://localhost:3000/")));

        assertThat(left.location()).hasToString("http://localhost:3000/");
        Application partnerApp = new Application("partner-app", "partner-app-secret");
        Answer atPartner = browser.visit(partner.url() + "/authorize?"
                + Http.form(Browser.codeRequest(partnerApp, null, "openid").with("prompt", "none")));
        assertThat(atPartner.redirectParameters()).containsKey(federated ? "error" : "code");
    }

    @Test
    void aLinkThatWasRemovedIsNoIdentity() {
        String token = loginThroughProvider().refreshToken();

        expect(204, realm.admin().delete(links() + "/partner"));

        assertIdentities(refreshed(token), here());
    }

    @Test
    void aProviderThatIsDisabledIsStillAnIdentity() {
        String token = loginThroughProvider().refreshToken();

        realm.admin().change(instances() + "/partner", provider -> provider.put("enabled", false));

        JsonNode idToken = refreshed(token);
        assertIdentities(idToken, atPartner());
        assertThat(idToken.path("seen").path("connection").asText()).isEqualTo("partner");
    }

    /** Keycloak ends sessions that came from a provider it does not know anymore; the user may have another way in. */
    @Test
    void aProviderThatWasRemovedIsNoIdentity() {
        String token = loginThroughProvider().refreshToken();
        password();

        expect(204, realm.admin().delete(instances() + "/partner"));

        assertThat(carol.refresh(token).refusal()).isEqualTo(Answer.UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("Offline session not active");
        JsonNode idToken = realm.login(WEB_APP, "erin", ORDERS, "openid").claims("id_token");
        assertIdentities(idToken, here());
        assertThat(idToken.path("seen").path("connection").asText()).isEqualTo("Username-Password-Authentication");
    }

    private void password() {
        expect(
                204,
                realm.admin()
                        .put(
                                realm.users().path("erin") + "/reset-password",
                                Map.of("type", "password", "value", "erin", "temporary", false)));
    }
}
