package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How applications of the Management API prove who they are, and the origins from which browsers may ask for them. */
@KeycloakTest
class ManagedApplicationAccessIT {

    private final DemoRealm realm;
    private final ManagementApi api;

    ManagedApplicationAccessIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(
                realm, "console", List.of("read:clients", "update:clients", "create:clients"), "manage-clients");
    }

    private JsonNode client(String clientId) {
        return expect(200, api.get("clients/" + clientId)).json();
    }

    @Test
    void aSecretMayBeForTheHeaderAlone() {
        JsonNode created = expect(
                        201,
                        api.post(
                                "clients",
                                Map.of(
                                        "name",
                                        "Basic",
                                        "token_endpoint_auth_method",
                                        "client_secret_basic",
                                        "grant_types",
                                        List.of("client_credentials"))))
                .json();
        Application basic = new Application(
                created.path("client_id").asText(),
                created.path("client_secret").asText());
        realm.clients().assign(basic, "orders-api", "optional");
        assertThat(created.path("token_endpoint_auth_method").asText()).isEqualTo("client_secret_basic");
        assertMethods(basic, 200, 401);

        boolean isPublic = false;
        for (String method : List.of("client_secret_post", "client_secret_basic", "none", "client_secret_post")) {
            isPublic |= method.equals("none"); // Keycloak forgets a public client's secret.
            JsonNode changed = expect(
                            200,
                            api.call(
                                    "PATCH",
                                    "clients/" + basic.clientId(),
                                    Map.of("token_endpoint_auth_method", method)))
                    .json();
            assertThat(changed.path("token_endpoint_auth_method").asText()).isEqualTo(method);
            assertThat(client(basic.clientId())).isEqualTo(changed);
            if (!isPublic) {
                assertMethods(basic, 200, method.equals("client_secret_basic") ? 401 : 200);
            }
        }
    }

    private void assertMethods(Application application, int inHeader, int inBody) {
        Parameters request = Parameters.of("grant_type", "client_credentials", "audience", ORDERS);
        assertThat(Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(request))
                                .header("Authorization", application.basic()))
                        .status())
                .as(client(application.clientId()).toString())
                .isEqualTo(inHeader);
        assertThat(realm.token(application
                                .credentials()
                                .with("grant_type", "client_credentials")
                                .with("audience", ORDERS))
                        .status())
                .isEqualTo(inBody);
    }

    @Test
    void originsOfScriptsAreNotThoseOfFrames() {
        String own = "http://localhost:3000";
        String other = "https://shop.example.com";
        try {
            assertOrigins(Map.of("allowed_origins", List.of(other)), List.of(own), List.of(own, other));
            assertOrigins(Map.of("web_origins", List.of()), List.of(), List.of(other));
            assertOrigins(
                    Map.of("web_origins", List.of(), "allowed_origins", List.of(own, other)),
                    List.of(),
                    List.of(own, other));
            assertThat(askedByAScriptOf(own).text("error"))
                    .as("its scripts may ask")
                    .isEqualTo("invalid_grant");
            assertThat(askedByAScriptOf("https://else.example.com").text("error_description"))
                    .isEqualTo("Origin not allowed");
            assertThat(silentLogin().status()).as("nothing is posted there").isEqualTo(400);

            assertOrigins(Map.of("web_origins", List.of(own)), List.of(own), List.of(own, other));
            assertThat(silentLogin().body()).contains("login_required");
            assertOrigins(Map.of("allowed_origins", List.of()), List.of(own), List.of(own));
        } finally {
            realm.clients().change(SPA, client -> client.putArray("webOrigins").add(own));
        }
    }

    private void assertOrigins(Map<String, ?> change, List<String> web, List<String> allowed) {
        JsonNode changed = expect(200, api.call("PATCH", "clients/spa", change)).json();
        assertThat(elements(changed.path("web_origins")))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(web);
        assertThat(elements(changed.path("allowed_origins")))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(allowed);
        assertThat(expect(200, api.call("PATCH", "clients/spa", changed)).json())
                .as("sent back as it was read")
                .isEqualTo(changed)
                .isEqualTo(client("spa"));
    }

    private Answer askedByAScriptOf(String origin) {
        return Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(SPA.refresh("x")))
                .header("Origin", origin));
    }

    private Answer silentLogin() {
        return realm.browser()
                .authorize(Browser.withPkce(Browser.codeRequest(SPA, ORDERS, "openid"))
                        .with("response_mode", "web_message")
                        .with("prompt", "none"));
    }
}
