package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.ManagementApi.identifier;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.ManagementApi.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.ClientCertificate;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.DpopKey;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose token opens the Management API: an application's own, for this API, with the scope and with the right. */
@KeycloakTest
@AloneOnServer
class ManagementTokenIT {

    private static final String INVALID = "401 invalid_token: Invalid token";

    private final DemoRealm realm;
    private ManagementApi api;

    ManagementTokenIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void anApplicationWithSomeScopesAndRoles() {
        api = ManagementApi.as(realm, "console", List.of("read:grants", "read:sessions"), "view-users", "query-users");
    }

    private String reason() {
        return realm.events().reason("CLIENT_LOGIN_ERROR");
    }

    private Answer grantsWith(String token) {
        return ManagementApi.call(realm, token, "GET", "grants", null);
    }

    @Test
    void aTokenWithScopeAndRightOpensIt() {
        Answer answer = api.get("grants?user_id=" + realm.users().id("bob"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
        assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    }

    @Test
    void whoAsksForNoScopeGetsAllThatAreGiven() {
        realm.clients().assign(api.application(), "read:grants", "default");
        Answer all = expect(200, realm.token(api.tokenRequest(identifier(realm))));
        assertThat(all.scope()).isEqualTo(Set.of("read:grants", "read:sessions"));

        Answer some =
                expect(200, realm.token(api.tokenRequest(identifier(realm)).with("scope", "read:sessions")));
        assertThat(some.scope()).isEqualTo(Set.of("read:sessions"));
        assertThat(refusal(grantsWith(some.accessToken())))
                .isEqualTo("403 insufficient_scope: Insufficient scope, expected any of: read:grants");

        Answer ofAnotherApi = expect(
                200,
                realm.token(Application.MACHINE
                        .credentials()
                        .with("grant_type", "client_credentials")
                        .with("audience", ORDERS)));
        assertThat(ofAnotherApi.has("scope")).isFalse();
    }

    @Test
    void whatIsNotGivenIsNotGrantedWhateverIsAskedFor() {
        Answer asked = realm.token(api.tokenRequest(identifier(realm)).with("scope", "read:grants delete:grants"));
        assertThat(asked.scope()).isEqualTo(Set.of("read:grants"));

        Answer withoutTheApi = realm.token(Application.MACHINE
                .credentials()
                .with("grant_type", "client_credentials")
                .with("audience", identifier(realm)));
        assertThat(withoutTheApi.refusal()).startsWith("403 access_denied: Client is not authorized to access");
    }

    @Test
    void theScopeIsNothingWithoutTheRight() {
        ManagementApi powerless = ManagementApi.as(realm, "powerless", List.of("read:grants", "delete:grants"));
        assertThat(refusal(powerless.get("grants")))
                .isEqualTo("403 insufficient_role: The application's service account may not do this: read:grants"
                        + " takes Keycloak's role view-users, too");

        ManagementApi viewer = ManagementApi.as(realm, "viewer", List.of("delete:grants"), "view-users");
        assertThat(refusal(viewer.delete("grants?user_id=" + realm.users().id("alice"))))
                .isEqualTo("403 insufficient_role: The application's service account may not do this: delete:grants"
                        + " takes Keycloak's role manage-users, too");
    }

    @Test
    void aRightThatIsTakenAwayIsGoneAtOnce() {
        expect(200, api.get("grants"));
        api.withdraw("view-users", "query-users");
        assertThat(api.get("grants").status()).isEqualTo(403);
    }

    @Test
    void withoutATokenNobodyLearnsAnything() {
        realm.events().forget();
        Answer none = Http.get(uri(realm, "grants"));
        assertThat(refusal(none)).isEqualTo("401 invalid_token: Missing authentication");
        assertThat(none.headers()).containsEntry("www-authenticate", "Bearer");

        Answer basic = Http.send(HttpRequest.newBuilder(uri(realm, "grants")).header("Authorization", "Basic eDp5"));
        assertThat(refusal(basic)).isEqualTo("401 invalid_token: Bad HTTP authentication header format");
        Answer two = Http.send(HttpRequest.newBuilder(uri(realm, "grants"))
                .header("Authorization", "Bearer " + api.token())
                .header("Authorization", "Bearer " + api.token()));
        assertThat(two.status()).isEqualTo(401);
        for (String madeUp : List.of("x", "a.b.c", "e30.e30.", "x".repeat(5_000), api.token() + "x")) {
            assertThat(refusal(grantsWith(madeUp))).isEqualTo(INVALID);
        }
        try (DemoRealm other = realm.sibling(realm.name() + "-stranger")) {
            String theirs = other.login(WEB_APP, "alice", ORDERS, "openid").accessToken();
            assertThat(refusal(grantsWith(theirs))).isEqualTo(INVALID);
        }
        assertThat(realm.events().ofType("CLIENT_LOGIN_ERROR"))
                .as("who has no token of the realm fills no table")
                .isEmpty();
    }

    @Test
    void noOtherTokenOpensIt() {
        realm.users().replace("carol");
        Answer login = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access read:orders");
        assertThat(refusal(grantsWith(login.accessToken()))).startsWith("401 invalid_token: Bad audience");
        assertThat(reason()).isEqualTo("management_token_wrong_audience");
        JsonNode event = realm.events().newest("CLIENT_LOGIN_ERROR");
        assertThat(event.path("clientId").asText()).isEqualTo("web-app");
        assertThat(event.path("userId").asText()).isEqualTo(realm.users().id("carol"));
        assertThat(event.path("error").asText()).isEqualTo("invalid_token");
        assertThat(refusal(grantsWith(login.refreshToken()))).isEqualTo(INVALID);
        assertThat(refusal(grantsWith(login.text("id_token")))).isEqualTo(INVALID);
        assertThat(reason()).isEqualTo("management_token_not_valid");

        Answer admins = realm.keycloakToken(api.application().credentials().with("grant_type", "client_credentials"));
        assertThat(refusal(grantsWith(admins.accessToken()))).startsWith("401 invalid_token: Bad audience");
    }

    @Test
    void aUsersTokenForThisApiDoesNotOpenItEither() {
        realm.users().admin("mighty", "realm-admin");
        realm.clients().assign(WEB_APP, ManagementApi.SCOPE, "optional");
        realm.clients().assign(WEB_APP, "read:grants", "optional");
        Answer login = realm.login(WEB_APP, "mighty", identifier(realm), "read:grants");

        assertThat(login.scope()).contains("read:grants");
        assertThat(refusal(grantsWith(login.accessToken())))
                .isEqualTo("401 invalid_token: Invalid token: the client credentials grant issues those for this API");
        assertThat(reason()).isEqualTo("management_token_not_of_application");
    }

    @Test
    void aTokenOfAnotherRealmDoesNotOpenIt() {
        try (DemoRealm other = realm.sibling(realm.name() + "-other")) {
            ManagementApi theirs = ManagementApi.as(
                    other, identifier(realm), "console", List.of("read:grants"), "view-users", "query-users");
            String token = expect(200, other.token(theirs.tokenRequest(identifier(realm))))
                    .accessToken();
            assertThat(refusal(grantsWith(token))).isEqualTo(INVALID);
        }
    }

    @Test
    void itEndsWithItsTimeAndWithItsApplication() {
        String token = api.token();
        realm.clock().ahead(Duration.ofDays(2));
        assertThat(refusal(grantsWith(token)))
                .isEqualTo("401 invalid_token: Expired token received for JSON Web Token validation");
        assertThat(reason()).isEqualTo("management_token_expired");
        realm.events().forget(); // Its time is ahead of those that follow.
        realm.clock().ahead(Duration.ZERO);
        expect(200, grantsWith(token));

        realm.clients().change(api.application(), client -> client.put("serviceAccountsEnabled", false));
        assertThat(grantsWith(token).status()).isEqualTo(401);
        realm.clients().change(api.application(), client -> client.put("serviceAccountsEnabled", true));
        realm.clients().change(api.application(), client -> client.put("enabled", false));
        assertThat(refusal(grantsWith(token))).isEqualTo(INVALID);
        assertThat(reason()).isEqualTo("management_token_not_valid");
    }

    @Test
    void aTokenBoundToAKeyNeedsItsProof() {
        DpopKey key = new DpopKey();
        Answer bound = key.post(realm.uri("/oauth/token"), api.tokenRequest(identifier(realm)));
        String token = expect(200, bound).accessToken();
        URI grants = uri(realm, "grants");

        assertThat(refusal(grantsWith(token))).isEqualTo(INVALID);
        assertThat(withProof(grants, token, new DpopKey().proof(grants, token)).status())
                .isEqualTo(401);
        assertThat(withProof(grants, token, key.proof(uri(realm, "x"), token)).status())
                .isEqualTo(401);
        String proof = key.proof(grants, token);
        assertThat(withProof(grants, token, proof).status()).isEqualTo(200);
        assertThat(withProof(grants, token, proof).status()).as("a second time").isEqualTo(401);
    }

    private static Answer withProof(URI uri, String token, String proof) {
        return Http.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof));
    }

    @Test
    void aTokenBoundToACertificateNeedsIt() {
        ClientCertificate certificate = ClientCertificate.selfSigned("console");
        realm.clients().setAttribute(api.application(), "tls.client.certificate.bound.access.tokens", "true");
        String token = expect(200, certificate.postJson(realm.uri("/oauth/token"), api.tokenRequest(identifier(realm))))
                .accessToken();
        // What the client is set to now is not what the token says.
        realm.clients().setAttribute(api.application(), "tls.client.certificate.bound.access.tokens", "false");

        assertThat(refusal(grantsWith(token))).isEqualTo(INVALID);
        assertThat(reason()).isEqualTo("management_token_binding_not_proven");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(realm, "grants")).header("Authorization", "Bearer " + token);
        assertThat(ClientCertificate.selfSigned("thief").send(request.copy()).status())
                .isEqualTo(401);
        assertThat(certificate.send(request).status()).isEqualTo(200);
    }

    @Test
    void theTenantHasItsOwnIdentifierAtBothAddresses() {
        try (DemoRealm tenants = realm.sibling(realm.name() + "-tenant")) {
            TenantSite tenant = TenantSite.claimedBy(tenants, "management.example.com");
            String audience = tenant.issuer() + "api/v2/";
            ManagementApi there =
                    ManagementApi.as(tenants, audience, "console", List.of("read:grants"), "view-users", "query-users");
            Answer login = expect(200, tenant.token(there.tokenRequest(audience)));
            assertThat(login.claims("access_token").path("iss").asText()).isEqualTo(tenant.issuer());

            HttpRequest.Builder atRoot =
                    tenant.request("/api/v2/grants").header("Authorization", "Bearer " + login.accessToken());
            assertThat(Http.send(atRoot).status()).isEqualTo(200);
            String below =
                    expect(200, tenants.token(there.tokenRequest(audience))).accessToken();
            assertThat(ManagementApi.call(tenants, below, "GET", "grants", null).status())
                    .isEqualTo(200);
            assertThat(refusal(tenant.get("/api/v2/nothing"))).isEqualTo("404 not_found: Not Found");
            assertThat(refusal(tenant.get("/api/v2/roles"))).startsWith("501 not_implemented");

            DpopKey key = new DpopKey();
            URI endpoint = URI.create(tenant.url("/oauth/token"));
            Answer bound = Http.send(tenant.request("/oauth/token")
                    .header("Content-Type", Http.FORM)
                    .header("DPoP", key.proof(endpoint))
                    .POST(HttpRequest.BodyPublishers.ofString(Http.form(there.tokenRequest(audience)))));
            URI grants = URI.create(tenant.url("/api/v2/grants"));
            HttpRequest.Builder proven = tenant.request("/api/v2/grants")
                    .header("Authorization", "DPoP " + bound.accessToken())
                    .header("DPoP", key.proof(grants, bound.accessToken()));
            assertThat(Http.send(proven).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotHereIsSaidInAuth0sShape() {
        for (String unknown : List.of("nothing", "grants/x/y", "")) {
            assertThat(refusal(api.get(unknown)).substring(0, 3)).isIn("404", "501");
        }
        assertThat(refusal(Http.get(realm.uri("/api/v1/grants")))).isEqualTo("404 not_found: Not Found");
        assertThat(refusal(api.get("nothing"))).isEqualTo("404 not_found: Not Found");
        for (String ofAuth0 : List.of("users", "users/x", "roles", "logs", "connections/x", "tenants/settings")) {
            assertThat(refusal(api.get(ofAuth0))).startsWith("501 not_implemented: This server has no such operation");
        }
        assertThat(refusal(api.call("PATCH", "sessions/x", Map.of("session_metadata", Map.of()))))
                .startsWith("501 not_implemented");
        assertThat(refusal(api.post("device-credentials", Map.of()))).startsWith("501 not_implemented");
    }

    @Test
    void scriptsOfAllowedOriginsReadItAndOthersDoNothing() {
        URI grants = uri(realm, "grants");
        Answer preflight = Http.send(HttpRequest.newBuilder(uri(realm, "refresh-tokens/x"))
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "DELETE")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.headers().get("access-control-allow-methods")).contains("DELETE", "PATCH");
        assertThat(preflight.headers().get("access-control-allow-headers")).contains("Authorization", "Auth0-Client");

        HttpRequest.Builder request = HttpRequest.newBuilder(grants).header("Authorization", "Bearer " + api.token());
        Answer allowed = Http.send(request.copy().header("Origin", "http://localhost:3000"));
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.headers()).containsEntry("access-control-allow-origin", "http://localhost:3000");
        Answer stranger = Http.send(request.copy().header("Origin", "https://evil.example.com"));
        assertThat(refusal(stranger)).startsWith("403 invalid_request");
        Answer refused = Http.send(HttpRequest.newBuilder(grants).header("Origin", "https://any.example.com"));
        assertThat(refused.headers()).containsEntry("access-control-allow-origin", "https://any.example.com");
    }
}
