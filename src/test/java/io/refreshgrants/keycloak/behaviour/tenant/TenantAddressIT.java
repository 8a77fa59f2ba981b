package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Await;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.TenantSite;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's paths at the root of a host of the realm's own, served by Keycloak alone. */
@KeycloakTest
@AloneOnServer
class TenantAddressIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String DOMAIN = "tenant-address.example.com";

    private final DemoRealm realm;
    private final TenantSite tenant;

    TenantAddressIT(DemoRealm realm) {
        this.realm = realm;
        this.tenant = TenantSite.claimedBy(realm, DOMAIN);
    }

    @Test
    void singleSignOnAndSilentLoginsWorkAtTheRoot() {
        Browser browser = tenant.browser();
        browser.login(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE)), "alice");

        Answer silent = browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"));

        assertThat(silent.redirectParameters()).containsKey("code").containsEntry("iss", tenant.issuer());
    }

    @Test
    void aSilentLoginOfNobodyIsRefusedWithADescription() {
        Answer silent =
                tenant.browser().authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"));

        assertThat(silent.redirectParameters())
                .containsEntry("error", "login_required")
                .containsEntry("error_description", "Login required")
                .containsEntry("state", "the-state")
                .containsEntry("iss", tenant.issuer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/oauth/token", "/authorize", "/userinfo", "/.well-known/openid-configuration", "/v2/logout"})
    void atAnotherHostThereIsNothing(String path) {
        assertThat(TenantSite.of(realm, "another.example.com").get(path).status())
                .isEqualTo(404);
        assertThat(TenantSite.of(realm, DOMAIN + ":8443").get(path).status()).isEqualTo(404);
    }

    @Test
    void withoutTlsThereIsNothingEither() {
        Answer plain = Http.send(tenant.request("/.well-known/jwks.json")
                .setHeader("X-Forwarded-Proto", "http")
                .GET());

        assertThat(plain.status()).isEqualTo(404);
    }

    @Test
    void twoRealmsWithOneDomainAreBothNotServed(TestServer server) throws Exception {
        long position = Files.size(server.log());
        DemoRealm second = realm.sibling(
                realm.name() + "-second",
                file -> file.withObject("attributes").put("refresh_grants.domain", "contested.example.com"));
        try (second) {
            TenantSite contested = TenantSite.of(realm, "contested.example.com");
            assertThat(contested.get("/.well-known/jwks.json").status()).isEqualTo(200);

            DemoRealm third = realm.sibling(
                    realm.name() + "-third",
                    file -> file.withObject("attributes").put("refresh_grants.domain", "Contested.example.com:443"));
            try (third) {
                Answer status = expect(200, third.admin().get("/" + third.name() + "/refresh-grants/tenant"));
                assertThat(status.json().path("served").asBoolean()).isFalse();
                assertThat(status.text("problem")).contains("Several realms", "contested.example.com");
                assertThat(contested.get("/.well-known/jwks.json").status()).isEqualTo(404);
                Await.until(
                        "the log",
                        Duration.ofSeconds(10),
                        () -> server.logSince(position)
                                .contains(
                                        "Several realms have refresh_grants.domain contested.example.com, so that none"));
            }
            assertThat(contested.get("/.well-known/jwks.json").status()).isEqualTo(200);
        }
        assertThat(TenantSite.of(realm, "contested.example.com")
                        .get("/.well-known/jwks.json")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theAdminRestSaysWhereTheRealmIsServed() {
        Answer status = expect(200, realm.admin().get("/" + realm.name() + "/refresh-grants/tenant"));

        assertThat(status.text("domain")).isEqualTo(DOMAIN);
        assertThat(status.text("issuer")).isEqualTo(tenant.issuer());
        assertThat(status.json().path("served").asBoolean()).isTrue();
        assertThat(status.json().has("problem")).isFalse();
    }

    @Test
    void theMetadataLeadToTheTenantsEndpoints() {
        Answer metadata = expect(
                200,
                Http.send(tenant.request("/.well-known/openid-configuration")
                        .header("Origin", "http://anybody.example.com")
                        .GET()));

        assertThat(metadata.text("issuer")).isEqualTo(tenant.issuer());
        for (String endpoint : List.of(
                "authorization_endpoint",
                "token_endpoint",
                "userinfo_endpoint",
                "jwks_uri",
                "revocation_endpoint",
                "end_session_endpoint",
                "device_authorization_endpoint",
                "pushed_authorization_request_endpoint")) {
            assertThat(metadata.text(endpoint)).startsWith(tenant.issuer()).doesNotContain("/realms/");
        }
        assertThat(metadata.headers()).containsEntry("access-control-allow-origin", "http://anybody.example.com");
    }

    @Test
    void theKeysAreKeycloaksAtTheRootAndBelowTheRealm() {
        Answer keycloaks = expect(200, Http.get(realm.uri("/protocol/openid-connect/certs")));

        assertThat(expect(200, tenant.get("/.well-known/jwks.json")).json()).isEqualTo(keycloaks.json());
        assertThat(expect(200, Http.get(realm.uri("/.well-known/jwks.json"))).json())
                .isEqualTo(keycloaks.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/token", "/oauth/revoke", "/userinfo", "/.well-known/jwks.json"})
    void aBrowserMayAskBeforeItSends(String path) {
        Answer preflight = Http.send(tenant.request(path)
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "auth0-client,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.headers()).containsEntry("access-control-allow-origin", "http://localhost:3000");
        assertThat(preflight.headers().get("access-control-allow-headers")).contains("Auth0-Client");
    }

    @Test
    void keycloaksOwnMetadataStayAsTheyAre() {
        Answer metadata = expect(200, Http.get(realm.uri("/.well-known/openid-configuration")));

        assertThat(metadata.text("issuer")).isEqualTo(realm.url());
        assertThat(metadata.text("token_endpoint")).isEqualTo(realm.url() + "/protocol/openid-connect/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/nothing", "/dbconnections/signup", "/co/authenticate", "/nothing"})
    void aPathThatIsNotThereAnswersInJsonForAnyOrigin(String path) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            Answer nothing = Http.send(tenant.request(path)
                    .header("Origin", "http://localhost:3000")
                    .method(method, HttpRequest.BodyPublishers.noBody()));

            assertThat(nothing.status()).isEqualTo(404);
            assertThat(nothing.text("error")).isEqualTo("not_found");
            assertThat(nothing.headers()).containsEntry("access-control-allow-origin", "http://localhost:3000");
        }
        Answer preflight = Http.send(tenant.request(path)
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.headers()).containsEntry("access-control-allow-origin", "http://localhost:3000");
    }

    /** The server's own error would quote the parameter in the log. */
    @ParameterizedTest
    @ValueSource(strings = {"/authorize", "/userinfo", "/v2/logout", "/oidc/logout", "/oauth/token", "/oauth/par"})
    void aFormThatCannotBeReadIsRefusedAndLeavesNothingInTheLog(String path, TestServer server) throws IOException {
        long position = Files.size(server.log());
        String secret = "a-secret-in-a-form";
        for (HttpRequest.Builder request : List.of(
                tenant.request(path),
                tenant.request("/realms/" + realm.name() + "/tenant" + path),
                HttpRequest.newBuilder(realm.uri(path)))) {
            Answer refused = Http.send(request.header("Content-Type", Http.FORM)
                    .POST(HttpRequest.BodyPublishers.ofString("id_token_hint=" + secret + "%ZZ")));

            assertThat(refused.status()).as(refused.body()).isIn(307, 400, 405);
            assertThat(refused.body()).doesNotContain(secret);
        }
        assertThat(Http.send(HttpRequest.newBuilder(realm.uri(path))
                                .header("Content-Type", Http.FORM)
                                .POST(HttpRequest.BodyPublishers.ofString("a=%ZZ")))
                        .text("error"))
                .isEqualTo("invalid_request");
        assertThat(server.logSince(position)).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/authorize", "/v2/logout"})
    void whatKeycloakRefusesInAPageIsAPage(String path) {
        for (Answer refused : List.of(
                tenant.browser().visit(tenant.url(path + "?client_id=nobody&returnTo=x")),
                realm.browser().visit(realm.url() + path + "?client_id=nobody&returnTo=x"))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.headers().get("content-type")).startsWith("text/html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/realms/master", "/resources/nothing", "/robots.txt", "/realms/nothing"})
    void keycloaksOwnPathsAreTheSameAtEachHost(String path) {
        Answer elsewhere = TenantSite.of(realm, "another.example.com").get(path);
        Answer here = tenant.get(path);

        assertThat(here.status()).isEqualTo(elsewhere.status());
        assertThat(here.headers().get("content-type"))
                .isEqualTo(elsewhere.headers().get("content-type"));
    }
}
