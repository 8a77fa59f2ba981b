package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.ManagementApi.identifier;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which applications may ask for which APIs, at the Management API. */
@KeycloakTest
class ManagedClientGrantsIT {

    private static final List<String> SCOPES =
            List.of("read:client_grants", "create:client_grants", "update:client_grants", "delete:client_grants");

    private final DemoRealm realm;
    private final ManagementApi api;
    private Application robot;

    ManagedClientGrantsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(realm, "console", SCOPES, "manage-clients");
    }

    @BeforeEach
    void anApplicationWithoutApis() {
        robot = ManagementApi.as(realm, "robot", List.of()).application();
        expect(204, api.delete("client-grants/" + id(robot, identifier(realm))));
    }

    private String id(Application application, String audience) {
        return grants(application).stream()
                .filter(grant -> grant.path("audience").asText().equals(audience))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    private List<JsonNode> grants(Application application) {
        return elements(expect(200, api.get("client-grants?client_id=" + application.clientId()))
                .json());
    }

    private Answer create(String audience, String... scope) {
        return api.post(
                "client-grants", Map.of("client_id", robot.clientId(), "audience", audience, "scope", List.of(scope)));
    }

    private Answer change(String id, String... scope) {
        return api.call("PATCH", "client-grants/" + id, Map.of("scope", List.of(scope)));
    }

    private Answer token(String audience, String scope) {
        return realm.token(robot.credentials()
                .with("grant_type", "client_credentials")
                .with("audience", audience)
                .with("scope", scope));
    }

    private static List<String> scope(Answer grant) {
        return elements(grant.json().path("scope")).stream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void anApplicationGetsTokensFromWhenItHasAGrantAndUntilItIsDeleted() {
        assertThat(token(ORDERS, "read:orders").refusal()).startsWith("403 access_denied");

        Answer created = expect(201, create(ORDERS, "read:orders", "write:orders"));
        assertThat(created.text("client_id")).isEqualTo("robot");
        assertThat(created.text("audience")).isEqualTo(ORDERS);
        assertThat(scope(created)).containsExactly("read:orders", "write:orders");
        assertThat(expect(200, token(ORDERS, "read:orders write:orders")).scope())
                .isEqualTo(Set.of("read:orders", "write:orders"));
        String id = created.text("id");
        assertThat(expect(200, api.get("client-grants/" + id)).json()).isEqualTo(created.json());
        assertThat(refusal(create(ORDERS, "read:orders", "write:orders"))).startsWith("409 conflict");

        assertThat(scope(expect(200, change(id, "read:orders")))).containsExactly("read:orders");
        assertThat(token(ORDERS, "read:orders write:orders").scope()).isEqualTo(Set.of("read:orders"));

        expect(204, api.delete("client-grants/" + id));
        assertThat(token(ORDERS, "read:orders").refusal()).startsWith("403 access_denied");
        assertThat(grants(robot)).isEmpty();
        for (String gone : List.of("client-grants/" + id, "client-grants/x", "client-grants/" + "x".repeat(10_000))) {
            assertThat(refusal(api.get(gone)))
                    .isEqualTo("404 inexistent_client_grant: The client grant does not exist.");
        }
        assertThat(refusal(change(id, "read:orders"))).startsWith("404 inexistent_client_grant");
        assertThat(refusal(api.delete("client-grants/" + id))).startsWith("404 inexistent_client_grant");
    }

    @Test
    void whatAnotherGrantNeedsIsNotLeftOut() {
        expect(201, create(ORDERS, "read:orders"));
        assertThat(refusal(create(BILLING, "write:orders")))
                .isEqualTo("400 invalid_body: Payload validation error: scope must have read:orders as well: the"
                        + " application has it already, and scopes are the application's, for all of its APIs");
        String billing =
                expect(201, create(BILLING, "read:orders", "write:orders")).text("id");
        assertThat(grants(robot))
                .allSatisfy(grant -> assertThat(grant.path("scope")).hasSize(2));

        assertThat(refusal(change(billing, "write:orders"))).startsWith("400 invalid_body");
        expect(204, api.delete("client-grants/" + billing));
        assertThat(scope(api.get("client-grants/" + id(robot, ORDERS)))).containsExactly("read:orders", "write:orders");
        assertThat(scope(expect(200, change(id(robot, ORDERS))))).isEmpty();
    }

    @Test
    void theScopesOfThisApiAreItsOwn() {
        expect(201, create(ORDERS, "read:orders"));
        Answer created = expect(201, create(identifier(realm), "read:client_grants"));
        assertThat(scope(created)).containsExactly("read:client_grants");
        assertThat(token(identifier(realm), "").scope()).isEqualTo(Set.of("read:client_grants"));
        assertThat(refusal(change(created.text("id"), "read:orders"))).startsWith("400 invalid_body");
        assertThat(scope(expect(200, change(created.text("id"))))).isEmpty();
        assertThat(scope(api.get("client-grants/" + id(robot, ORDERS)))).containsExactly("read:orders");
    }

    @Test
    void aRefreshTokenIsRefusedWhileItsApplicationHasNoGrant() {
        String token = realm.refreshToken(WEB_APP, "alice");
        JsonNode grant =
                expect(200, api.get("client-grants/" + id(WEB_APP, ORDERS))).json();
        expect(204, api.delete("client-grants/" + grant.path("id").asText()));

        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("api_not_available");

        expect(
                201,
                api.post(
                        "client-grants",
                        Map.of("client_id", "web-app", "audience", ORDERS, "scope", grant.path("scope"))));
        expect(200, realm.token(WEB_APP.refresh(token)));
    }

    @Test
    void theyAreListedByApplicationAndAudience() {
        expect(201, create(ORDERS));
        assertThat(elements(expect(200, api.get("client-grants?audience=" + ORDERS + "&client_id=robot"))
                        .json()))
                .hasSize(1);
        assertThat(elements(
                        expect(200, api.get("client-grants?audience=" + ORDERS)).json()))
                .extracting(grant -> grant.path("client_id").asText())
                .contains("robot", "web-app", "machine");
        assertThat(elements(
                        expect(200, api.get("client-grants?client_id=nobody")).json()))
                .isEmpty();
        assertThat(elements(
                        expect(200, api.get("client-grants?audience=nothing")).json()))
                .isEmpty();

        JsonNode all = expect(200, api.get("client-grants?per_page=100&include_totals=true"))
                .json();
        assertThat(all.path("total").asInt())
                .isEqualTo(all.path("client_grants").size());
        List<JsonNode> read = new ArrayList<>();
        String next = "";
        while (next != null) {
            Answer page = expect(200, api.get("client-grants?take=4" + (next.isEmpty() ? "" : "&from=" + next)));
            read.addAll(elements(page.json().path("client_grants")));
            next = page.text("next");
        }
        assertThat(read).isEqualTo(elements(all.path("client_grants"))).hasSizeGreaterThan(8);
        for (String bad : List.of("take=0", "from=x", "page=11&per_page=100", "clientid=robot")) {
            assertThat(refusal(api.get("client-grants?" + bad))).startsWith("400 invalid_query_string");
        }
    }

    @Test
    void whatIsWrongChangesNothing() {
        for (Object bad : List.of(
                Map.of("client_id", "robot", "audience", ORDERS),
                Map.of("client_id", "robot", "scope", List.of()),
                Map.of("audience", ORDERS, "scope", List.of()),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", "read:orders"),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", List.of(1)),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", List.of("read:everything")),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", List.of("email")),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", List.of("billing-api")),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", List.of("read:client_grants")),
                Map.of("client_id", "robot", "audience", ORDERS, "scope", List.of(), "organization_usage", "allow"))) {
            assertThat(refusal(api.post("client-grants", bad))).startsWith("400 invalid_body");
        }
        assertThat(refusal(api.post(
                        "client-grants", Map.of("client_id", "nobody", "audience", ORDERS, "scope", List.of()))))
                .startsWith("404 inexistent_client");
        assertThat(refusal(create("https://api.example.com/nothing"))).startsWith("404 inexistent_resource_server");
        assertThat(grants(robot)).isEmpty();
    }

    @Test
    void itTakesScopeAndRightAndEachWriteIsAnAdminEvent() {
        String id = expect(201, create(ORDERS, "read:orders")).text("id");
        JsonNode event = elements(expect(
                                200,
                                realm.admin()
                                        .get("/" + realm.name() + "/admin-events?resourcePath=api/v2/client-grants/"
                                                + id))
                        .json())
                .get(0);
        assertThat(event.path("resourceType").asText()).isEqualTo("REFRESH_GRANTS_API");
        assertThat(event.path("operationType").asText()).isEqualTo("CREATE");
        assertThat(event.path("details").path("client_id").asText()).isEqualTo("robot");
        assertThat(event.path("details").path("identifier").asText()).isEqualTo(ORDERS);
        assertThat(event.path("details").path("scope").asText()).isEqualTo("read:orders");

        ManagementApi viewer = ManagementApi.as(realm, "viewer", SCOPES, "view-clients");
        expect(200, viewer.get("client-grants/" + id));
        assertThat(refusal(viewer.call("PATCH", "client-grants/" + id, Map.of("scope", List.of()))))
                .startsWith("403 insufficient_role");
        assertThat(refusal(viewer.delete("client-grants/" + id))).startsWith("403 insufficient_role");
        assertThat(refusal(viewer.post(
                        "client-grants", Map.of("client_id", "robot", "audience", BILLING, "scope", List.of()))))
                .startsWith("403 insufficient_role");
        ManagementApi helpdesk = ManagementApi.as(realm, "helpdesk", List.of("read:client_grants"), "manage-users");
        for (String path : List.of("client-grants", "client-grants/" + id, "client-grants/x")) {
            assertThat(refusal(helpdesk.get(path))).startsWith("403 insufficient_role");
        }
        assertThat(refusal(helpdesk.delete("client-grants/" + id))).startsWith("403 insufficient_scope");
    }
}
