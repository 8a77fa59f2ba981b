package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Keycloak leaves out for its length, with a line in its log, is refused where a managed request would change by it. */
@KeycloakTest
class LongParametersIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String LONG = "x".repeat(5_000);

    private final DemoRealm realm;

    LongParametersIT(DemoRealm realm) {
        this.realm = realm;
    }

    private void assertTooLong(Answer answer, String parameter, String type) {
        assertThat(answer.refusal()).isEqualTo("400 invalid_request: Parameter too long: " + parameter);
        assertThat(realm.events().reason(type)).isEqualTo("parameter_too_long");
        assertThat(realm.events().newest(type).path("details").path("parameter").asText())
                .isEqualTo(parameter);
    }

    @Test
    void aLoginForAnApiWithALongNameDoesNotGoOnWithoutTheApi() {
        assertTooLong(realm.token(WEB_APP.password("alice", LONG, SCOPE)), "audience", "LOGIN_ERROR");
        assertTooLong(
                realm.token(MACHINE.credentials()
                        .with("grant_type", "client_credentials")
                        .with("audience", LONG)),
                "audience",
                "CLIENT_LOGIN_ERROR");
    }

    @Test
    void aLoginWithALongScopeDoesNotGoOnWithoutTheScope() {
        assertTooLong(realm.token(WEB_APP.password("alice", ORDERS, LONG)), "scope", "LOGIN_ERROR");
        assertTooLong(realm.keycloakToken(WEB_APP.password("alice", ORDERS, LONG)), "scope", "LOGIN_ERROR");
    }

    @Test
    void unmanagedRequestsGoOnAsByStock() {
        assertThat(realm.keycloakToken(WEB_APP.password("alice", LONG, "openid"))
                        .status())
                .isEqualTo(200);
        assertThat(realm.keycloakToken(WEB_APP.password("alice", null, LONG)).status())
                .isEqualTo(200);
    }

    @Test
    void aRefreshWithALongScopeDoesNotUndoTheNarrowing() {
        String token = realm.refreshToken(WEB_APP, "alice");

        assertTooLong(realm.token(WEB_APP.refresh(token).with("scope", LONG)), "scope", "REFRESH_TOKEN_ERROR");
        assertTooLong(realm.keycloakToken(WEB_APP.refresh(token).with("scope", LONG)), "scope", "REFRESH_TOKEN_ERROR");
        assertTooLong(realm.token(WEB_APP.refresh(token).with("audience", LONG)), "audience", "REFRESH_TOKEN_ERROR");
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void anAuthorizationRequestIsRefusedOnTheRedirect() {
        assertThat(realm.browser()
                        .authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("login_hint", LONG))
                        .redirectParameters())
                .containsEntry("error", "invalid_request")
                .containsEntry("error_description", "Parameter too long: login_hint");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("parameter_too_long");
    }

    @Test
    void fiveHundredScopesRefresh() {
        String scopes = IntStream.range(0, 500).mapToObj(i -> "s:" + i).collect(Collectors.joining(" "));
        // Few with long names: the time that Keycloak takes to import a realm grows with the square of their number.
        String all = scopes
                + IntStream.range(0, 100).mapToObj(i -> " a-longer-name:" + i).collect(Collectors.joining());
        try (DemoRealm many = realm.sibling(realm.name() + "-many", file -> {
            ArrayNode known = (ArrayNode) file.get("clientScopes");
            for (String name : all.split(" ")) {
                known.addObject()
                        .put("name", name)
                        .put("protocol", "openid-connect")
                        .putObject("attributes")
                        .put("include.in.token.scope", "true");
            }
            for (JsonNode client : file.get("clients")) {
                if (client.path("clientId").asText().equals("web-app")) {
                    for (String name : all.split(" ")) {
                        ((ArrayNode) client.get("optionalClientScopes")).add(name);
                    }
                }
            }
        })) {
            Answer login =
                    expect(200, many.token(WEB_APP.password("alice", ORDERS, "openid offline_access " + scopes)));
            assertThat(login.refreshToken().length()).isLessThan(2_000);
            Answer refreshed = expect(200, many.token(WEB_APP.refresh(login.refreshToken())));
            assertThat(refreshed.scope())
                    .isEqualTo(login.scope())
                    .contains("s:499")
                    .hasSize(502);
            assertThat(many.introspect(WEB_APP, login.refreshToken(), "refresh_token")
                            .text("scope"))
                    .contains("s:499");
            assertThat(many.browser()
                            .authorize(codeRequest(WEB_APP, ORDERS, all))
                            .redirectParameters())
                    .as("more than Keycloak takes")
                    .containsEntry("error_description", "Parameter too long: scope");
        }
    }
}
