package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refresh tokens at the Management API. */
@KeycloakTest
class ManagedRefreshTokensIT {

    private static final String NONE = "404 inexistent_refresh_token: The refresh token does not exist.";

    private final DemoRealm realm;
    private final ManagementApi api;
    private String carol;

    ManagedRefreshTokensIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(
                realm,
                "console",
                List.of("read:refresh_tokens", "update:refresh_tokens", "delete:refresh_tokens"),
                "manage-users");
    }

    @BeforeEach
    void aUser() {
        realm.users().replace("carol");
        carol = realm.users().id("carol");
    }

    private List<JsonNode> ofCarol() {
        return elements(expect(200, api.get("users/" + carol + "/refresh-tokens"))
                .json()
                .path("tokens"));
    }

    private List<String> ids() {
        return ofCarol().stream().map(token -> token.path("id").asText()).toList();
    }

    private int status(String token) {
        return realm.token(WEB_APP.refresh(token)).status();
    }

    @Test
    void itIsShownAsAuth0ShowsIt() {
        realm.refreshToken(WEB_APP, "carol");

        JsonNode listed = ofCarol().get(0);
        JsonNode token = expect(
                        200, api.get("refresh-tokens/" + listed.path("id").asText()))
                .json();

        assertThat(token).isEqualTo(listed);
        assertThat(token.path("user_id").asText()).isEqualTo(carol);
        assertThat(token.path("client_id").asText()).isEqualTo("web-app");
        assertThat(token.path("rotating").asBoolean()).isFalse();
        assertThat(Instant.parse(token.path("created_at").asText()))
                .isBefore(Instant.now().plusSeconds(5));
        assertThat(token.path("created_at").asText()).matches(".*\\.\\d{3}Z");
        assertThat(token.path("expires_at").isNull())
                .as("web-app's do not expire")
                .isTrue();
        assertThat(token.path("idle_expires_at").isNull()).isTrue();
        assertThat(token.path("last_exchanged_at").isNull()).isTrue();
        assertThat(token.path("session_id").asText()).isNotEmpty();
        assertThat(token.path("device").path("initial_user_agent").asText()).startsWith("Java");
        JsonNode server = token.path("resource_servers").get(0);
        assertThat(server.path("audience").asText()).isEqualTo(ORDERS);
        assertThat(server.path("scopes").asText()).contains("read:orders", "offline_access");
        assertThat(token.has("refresh_token_metadata")).isTrue();

        realm.refreshToken(ROTATING_APP, "carol");
        assertThat(ofCarol())
                .anySatisfy(rotating ->
                        assertThat(rotating.path("rotating").asBoolean()).isTrue());
    }

    @Test
    void theListOfAUserIsReadByCursor() {
        for (int i = 0; i < 5; i++) {
            realm.refreshToken(i % 2 == 0 ? WEB_APP : OTHER_APP, "carol");
        }
        String list = "refresh-tokens?user_id=" + carol + "&take=2";
        List<String> read = new ArrayList<>();
        String next = "";
        while (next != null) {
            Answer page = expect(200, api.get(list + (next.isEmpty() ? "" : "&from=" + next)));
            elements(page.json().path("refresh_tokens"))
                    .forEach(token -> read.add(token.path("id").asText()));
            next = page.text("next");
        }
        assertThat(read).hasSize(5).doesNotHaveDuplicates().isEqualTo(ids());
        assertThat(elements(expect(200, api.get("refresh-tokens?client_id=other-app&user_id=" + carol))
                        .json()
                        .path("refresh_tokens")))
                .hasSize(2);
        assertThat(elements(expect(200, api.get("refresh-tokens?client_id=no-app&user_id=" + carol))
                        .json()
                        .path("refresh_tokens")))
                .isEmpty();
        assertThat(elements(expect(200, api.get("refresh-tokens?fields=id&user_id=" + carol))
                        .json()
                        .path("refresh_tokens")))
                .allSatisfy(token -> assertThat(token).hasSize(1));

        String cursor = api.get(list).text("next");
        for (String bad : List.of(
                "from=" + cursor + "A",
                "from=" + cursor.substring(1),
                "from=" + "x".repeat(10_000),
                "from=" + cursor + "&client_id=web-app",
                "take=0",
                "take=101")) {
            assertThat(refusal(api.get("refresh-tokens?user_id=" + carol + "&" + bad)))
                    .startsWith("400 invalid_query_string");
        }
        assertThat(refusal(api.get("users/" + carol + "/refresh-tokens?from=" + cursor)))
                .startsWith("400 invalid_query_string");
        assertThat(refusal(api.get("refresh-tokens")))
                .isEqualTo("400 invalid_query_string: Query validation error: user_id is required");
        assertThat(refusal(api.get("refresh-tokens?user_id=nobody"))).startsWith("404 inexistent_user");
    }

    @Test
    void aDeletedOneIsDeadAndNoOther() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String id = ids().get(0);
        String kept = realm.refreshToken(WEB_APP, "carol");

        expect(202, api.delete("refresh-tokens/" + id));

        assertThat(status(token)).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(status(kept)).isEqualTo(200);
        assertThat(refusal(api.get("refresh-tokens/" + id))).isEqualTo(NONE);
        assertThat(refusal(api.delete("refresh-tokens/" + id))).isEqualTo(NONE);
        assertThat(refusal(api.delete("refresh-tokens/" + "x".repeat(10_000)))).isEqualTo(NONE);
    }

    private Answer describe(String id, Object metadata) {
        return api.call("PATCH", "refresh-tokens/" + id, Collections.singletonMap("refresh_token_metadata", metadata));
    }

    private List<JsonNode> metadata() {
        return ofCarol().stream()
                .map(token -> token.path("refresh_token_metadata"))
                .toList();
    }

    @Test
    void itsMetadataIsReplacedAndStaysThroughRefreshes() {
        String token = realm.refreshToken(ROTATING_APP, "carol");
        String id = ids().get(0);
        assertThat(metadata()).allMatch(JsonNode::isNull);

        Map<String, String> first = Map.of("device", "Küche 🍳", "room", "");
        JsonNode described = expect(200, describe(id, first)).json();
        assertThat(described.path("id").asText()).isEqualTo(id);
        assertThat(described.path("refresh_token_metadata").path("device").asText())
                .isEqualTo("Küche 🍳");
        expect(200, realm.token(ROTATING_APP.refresh(token)));
        assertThat(metadata()).containsExactly(described.path("refresh_token_metadata"));
        assertThat(expect(200, api.get("refresh-tokens/" + id)).json().path("refresh_token_metadata"))
                .isEqualTo(described.path("refresh_token_metadata"));

        Map<String, String> largest = new HashMap<>();
        for (int i = 0; i < 25; i++) {
            largest.put("%02d".formatted(i) + "ä".repeat(253), "ö".repeat(255));
        }
        expect(200, describe(id, largest));
        assertThat(metadata().get(0)).hasSize(25);
        JsonNode event = elements(expect(
                                200,
                                realm.admin()
                                        .get("/" + realm.name() + "/admin-events?resourcePath=api/v2/refresh-tokens/"
                                                + id))
                        .json())
                .get(1);
        assertThat(event.path("operationType").asText()).isEqualTo("UPDATE");
        assertThat(event.path("resourceType").asText()).isEqualTo("REFRESH_GRANTS_FAMILIES");
        assertThat(event.path("details").path("refresh_token_metadata").asText())
                .isEqualTo("device room");

        for (Object nothing : Arrays.asList(Map.of(), null)) {
            expect(200, describe(id, first));
            expect(200, describe(id, nothing));
            assertThat(metadata()).allMatch(JsonNode::isNull);
        }
    }

    @Test
    void metadataThatIsTooLargeOrOfAnotherShapeChangesNothing() {
        realm.refreshToken(WEB_APP, "carol");
        String id = ids().get(0);
        expect(200, describe(id, Map.of("device", "phone")));
        Map<String, String> tooMany = new HashMap<>();
        for (int i = 0; i < 26; i++) {
            tooMany.put("name" + i, "");
        }
        for (Object bad : List.of(
                tooMany,
                Map.of("x".repeat(256), ""),
                Map.of("", "x"),
                Map.of("x", "x".repeat(256)),
                Map.of("x", 1),
                Map.of("x", Map.of()),
                Collections.singletonMap("x", null),
                List.of(),
                "x")) {
            assertThat(refusal(describe(id, bad))).startsWith("400 invalid_body");
        }
        for (Object bad : List.of(Map.of(), Map.of("refresh_token_metadata", Map.of(), "rotating", true))) {
            assertThat(refusal(api.call("PATCH", "refresh-tokens/" + id, bad))).startsWith("400 invalid_body");
        }
        assertThat(metadata().get(0).path("device").asText()).isEqualTo("phone");

        assertThat(refusal(describe("x", Map.of()))).isEqualTo(NONE);
        ManagementApi viewer = ManagementApi.as(
                realm, "viewer", List.of("update:refresh_tokens", "delete:refresh_tokens"), "view-users");
        assertThat(refusal(viewer.call("PATCH", "refresh-tokens/" + id, Map.of("refresh_token_metadata", Map.of()))))
                .startsWith("403 insufficient_role");
        expect(202, api.delete("refresh-tokens/" + id));
        assertThat(refusal(describe(id, Map.of()))).isEqualTo(NONE);
    }

    @Test
    void manyAreRevokedByTheirIds() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String other = realm.refreshToken(OTHER_APP, "carol");
        List<String> some = new ArrayList<>(ids());
        some.add("of-nothing");

        expect(202, api.post("refresh-tokens/revoke", Map.of("ids", some)));

        assertThat(status(token)).isEqualTo(403);
        assertThat(realm.token(OTHER_APP.refresh(other)).status()).isEqualTo(403);
        assertThat(ids()).isEmpty();
    }

    @Test
    void theyAreRevokedByUserClientAndAudience() {
        String orders = realm.refreshToken(WEB_APP, "carol");
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        String other = realm.refreshToken(OTHER_APP, "carol");

        expect(
                202,
                api.post(
                        "refresh-tokens/revoke", Map.of("user_id", carol, "client_id", "web-app", "audience", ORDERS)));
        assertThat(status(orders)).isEqualTo(403);
        assertThat(status(billing)).isEqualTo(200);

        expect(202, api.post("refresh-tokens/revoke", Map.of("user_id", carol, "client_id", "web-app")));
        assertThat(status(billing)).isEqualTo(403);
        expect(200, realm.token(OTHER_APP.refresh(other)));

        expect(202, api.post("refresh-tokens/revoke", Map.of("user_id", carol)));
        assertThat(realm.token(OTHER_APP.refresh(other)).status()).isEqualTo(403);
    }

    @Test
    void allOfAUserAreDeleted() {
        String token = realm.refreshToken(WEB_APP, "carol");
        expect(202, api.delete("users/" + carol + "/refresh-tokens"));
        assertThat(status(token)).isEqualTo(403);
        assertThat(refusal(api.get("users/nobody/refresh-tokens")))
                .isEqualTo("404 inexistent_user: The user does not exist.");
        assertThat(refusal(api.delete("users/" + "x".repeat(5_000) + "/refresh-tokens")))
                .startsWith("404 inexistent_user");
    }

    @Test
    void aBodyThatSaysSomethingElseRevokesNothing() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String id = ids().get(0);
        for (Object bad : List.of(
                Map.of(),
                Map.of("ids", List.of()),
                Map.of("ids", id),
                Map.of("ids", List.of(1)),
                Map.of("ids", Collections.nCopies(101, id)),
                Map.of("ids", List.of(id), "user_id", carol),
                Map.of("ids", List.of(id), "audience", ORDERS),
                Map.of("client_id", "web-app"),
                Map.of("user_id", carol, "audience", ORDERS),
                Map.of("user_id", carol, "clientid", "web-app"),
                Map.of("user_id", List.of(carol)),
                Map.of("user_id", "x".repeat(10_000)),
                List.of(id))) {
            assertThat(refusal(api.post("refresh-tokens/revoke", bad))).startsWith("400 invalid_body");
        }
        for (String unreadable : List.of("", "{", "{} {}", "{\"user_id\":\"x\",\"user_id\":\"" + carol + "\"}")) {
            assertThat(refusal(raw("application/json", unreadable))).startsWith("400 invalid_body");
        }
        assertThat(refusal(raw(Http.FORM, "user_id=" + carol))).startsWith("415 invalid_body");
        assertThat(refusal(raw("nonsense", "{}"))).startsWith("400 invalid_request");
        assertThat(refusal(raw("application/json", "{\"user_id\":\"" + "x".repeat(70_000) + "\"}")))
                .startsWith("413 invalid_body");
        assertThat(refusal(api.post("refresh-tokens/revoke", Map.of("user_id", carol, "client_id", "no-app"))))
                .isEqualTo("404 inexistent_client: The client does not exist.");
        assertThat(status(token)).isEqualTo(200);
    }

    private Answer raw(String contentType, String body) {
        return Http.send(HttpRequest.newBuilder(ManagementApi.uri(realm, "refresh-tokens/revoke"))
                .header("Authorization", "Bearer " + api.token())
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void whoMayEndOnlySomeOfThemEndsNone() {
        try (DemoRealm other = realm.sibling(realm.name() + "-other")) {
            String theirs = other.refreshToken(WEB_APP, "alice");
            String foreign = other.ledger().living().get(0).path("ID").asText();
            String token = realm.refreshToken(WEB_APP, "carol");

            expect(202, api.post("refresh-tokens/revoke", Map.of("ids", List.of(foreign))));
            assertThat(refusal(api.get("refresh-tokens/" + foreign))).isEqualTo(NONE);
            assertThat(other.token(WEB_APP.refresh(theirs)).status()).isEqualTo(200);

            ManagementApi viewer =
                    ManagementApi.as(realm, "viewer", List.of("delete:refresh_tokens"), "view-users", "query-users");
            assertThat(refusal(viewer.post("refresh-tokens/revoke", Map.of("ids", ids()))))
                    .startsWith("403 insufficient_role");
            assertThat(refusal(viewer.delete("refresh-tokens/" + ids().get(0)))).startsWith("403 insufficient_role");
            assertThat(refusal(viewer.get("users/" + carol + "/refresh-tokens")))
                    .startsWith("403 insufficient_scope");
            ManagementApi nobody = ManagementApi.as(realm, "nobody", List.of("delete:refresh_tokens"));
            assertThat(refusal(nobody.delete("refresh-tokens/of-nothing")))
                    .as("does not learn what exists")
                    .startsWith("403 insufficient_role");
            assertThat(status(token)).isEqualTo(200);
        }
    }
}
