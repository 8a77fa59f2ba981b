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
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Grants and device credentials at the Management API. */
@KeycloakTest
class ManagedGrantsIT {

    private final DemoRealm realm;
    private final ManagementApi api;
    private String carol;
    private String dave;

    ManagedGrantsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(
                realm,
                "console",
                List.of("read:grants", "delete:grants", "read:device_credentials", "delete:device_credentials"),
                "view-users",
                "query-users",
                "manage-users");
    }

    @BeforeEach
    void twoUsersWithGrants() {
        realm.users().replace("carol");
        realm.users().replace("dave");
        carol = realm.users().id("carol");
        dave = realm.users().id("dave");
    }

    private List<JsonNode> list(String path) {
        return elements(expect(200, api.get(path)).json());
    }

    private static List<String> values(List<JsonNode> items, String field) {
        return items.stream().map(item -> item.path(field).asText()).toList();
    }

    @Test
    void aGrantIsWhatAUserHasGivenAnApplicationForAnAudience() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "carol", BILLING);
        realm.refreshToken(OTHER_APP, "dave");

        List<JsonNode> ofCarol = list("grants?user_id=" + carol);
        assertThat(values(ofCarol, "audience")).containsExactlyInAnyOrder(ORDERS, BILLING);
        assertThat(ofCarol).allSatisfy(grant -> {
            assertThat(grant.path("clientID").asText()).isEqualTo("web-app");
            assertThat(grant.path("user_id").asText()).isEqualTo(carol);
            assertThat(elements(grant.path("scope")).stream().map(JsonNode::asText))
                    .containsExactly("offline_access", "openid", "read:orders");
        });
        assertThat(values(list("grants?client_id=other-app"), "user_id")).containsExactly(dave);
        assertThat(list("grants?audience=" + BILLING)).hasSize(1);
        assertThat(list("grants?user_id=" + dave + "&client_id=web-app")).isEmpty();
        assertThat(list("grants?user_id=nobody")).isEmpty();
        assertThat(list("grants?client_id=no-app")).isEmpty();
        assertThat(list("grants")).hasSize(3);
    }

    @Test
    void pagesHaveNumbersAndTotals() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(OTHER_APP, "carol");
        realm.refreshToken(ROTATING_APP, "carol");
        String all = "grants?user_id=" + carol + "&per_page=2";

        assertThat(list(all + "&page=0")).hasSize(2);
        assertThat(list(all + "&page=1")).hasSize(1);
        assertThat(list(all + "&page=2")).isEmpty();
        JsonNode page =
                expect(200, api.get(all + "&page=1&include_totals=true")).json();
        assertThat(page.path("start").asInt()).isEqualTo(2);
        assertThat(page.path("limit").asInt()).isEqualTo(2);
        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("grants")).hasSize(1);
    }

    @Test
    void badQueriesAreRefused() {
        for (String bad : List.of(
                "page=-1",
                "page=x",
                "per_page=101",
                "per_page=0",
                "page=20&per_page=100",
                "include_totals=yes",
                "user=" + carol,
                "user_id=" + "x".repeat(10_000),
                "audience=" + "x".repeat(10_000),
                "page=1&page=2")) {
            assertThat(refusal(api.get("grants?" + bad)))
                    .startsWith("400 invalid_query_string: Query validation error: ");
        }
        assertThat(refusal(api.delete("grants")))
                .isEqualTo("400 invalid_query_string: Query validation error: user_id is required");
        assertThat(refusal(api.delete("grants?user_id=" + carol + "&client_id=web-app")))
                .startsWith("400 invalid_query_string");
    }

    @Test
    void aDeletedGrantsTokensAreDead() {
        String kept = realm.refreshToken(WEB_APP, "carol", BILLING);
        String token = realm.refreshToken(WEB_APP, "carol");
        String id = list("grants?user_id=" + carol + "&audience=" + ORDERS)
                .get(0)
                .path("id")
                .asText();

        expect(204, api.delete("grants/" + id));

        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(Answer.UNKNOWN);
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("revoked_by_admin");
        expect(200, realm.token(WEB_APP.refresh(kept)));
        assertThat(list("grants?user_id=" + carol)).hasSize(1);
        assertThat(refusal(api.delete("grants/" + id))).isEqualTo("404 inexistent_grant: The grant does not exist.");
    }

    @Test
    void aDeletionIsAnAdminEventOfTheApplication() {
        realm.refreshToken(WEB_APP, "carol");

        expect(204, api.delete("grants?user_id=" + carol));

        JsonNode event = elements(
                        expect(200, realm.admin().get("/" + realm.name() + "/admin-events?resourcePath=api/v2/grants"))
                                .json())
                .get(0);
        assertThat(event.path("operationType").asText()).isEqualTo("DELETE");
        assertThat(event.path("resourceType").asText()).isEqualTo("REFRESH_GRANTS_FAMILIES");
        assertThat(event.path("details").path("revoked_families").asText()).isEqualTo("1");
        assertThat(event.path("authDetails").path("clientId").asText())
                .isEqualTo(realm.clients().id(api.application()));
        assertThat(list("grants?user_id=" + carol)).isEmpty();
    }

    @Test
    void idsOfNothingAreNotFound() {
        realm.refreshToken(WEB_APP, "carol");
        String id = list("grants?user_id=" + carol).get(0).path("id").asText();
        try (DemoRealm other = realm.sibling(realm.name() + "-other")) {
            other.refreshToken(WEB_APP, "alice");
            ManagementApi theirs = ManagementApi.as(
                    other, "console", List.of("read:grants", "read:device_credentials"), "view-users", "query-users");
            String foreign = theirs.get("grants").json().get(0).path("id").asText();
            String foreignDevice =
                    theirs.get("device-credentials").json().get(0).path("id").asText();

            for (String bad : List.of(foreign, "x", id.substring(1), id + "A", "x".repeat(10_000))) {
                assertThat(refusal(api.delete("grants/" + bad))).startsWith("404 inexistent_grant");
            }
            assertThat(refusal(api.delete("device-credentials/" + foreignDevice)))
                    .isEqualTo("404 inexistent_device_credential: The device credential does not exist.");
            assertThat(refusal(api.delete("device-credentials/" + "x".repeat(10_000))))
                    .startsWith("404 ");
            assertThat(other.ledger().living()).hasSize(1);
        }
        realm.users().replace("carol");
        assertThat(refusal(api.delete("grants/" + id))).startsWith("404 inexistent_grant");
        assertThat(refusal(api.delete("grants?user_id=" + carol)))
                .isEqualTo("404 inexistent_user: The user does not exist.");
    }

    @Test
    void eachDeviceIsACredential() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String other = realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(ROTATING_APP, "carol");

        List<JsonNode> all = list("device-credentials?user_id=" + carol);
        assertThat(values(all, "type"))
                .containsExactlyInAnyOrder("refresh_token", "refresh_token", "rotating_refresh_token");
        assertThat(values(all, "device_name")).allMatch(name -> name.startsWith("Java"));
        assertThat(values(list("device-credentials?type=rotating_refresh_token&user_id=" + carol), "client_id"))
                .containsExactly("rotating-app");
        assertThat(list("device-credentials?type=public_key&user_id=" + carol)).isEmpty();
        JsonNode page = expect(200, api.get("device-credentials?user_id=" + carol + "&per_page=1&include_totals=true"))
                .json();
        assertThat(page.path("total").asInt()).as("of those that do not rotate").isEqualTo(2);
        assertThat(page.path("device_credentials")).hasSize(1);
        assertThat(list("device-credentials?fields=id,type&user_id=" + carol))
                .allSatisfy(device -> assertThat(device).hasSize(2));
        assertThat(list("device-credentials?fields=id&include_fields=false&user_id=" + carol))
                .allSatisfy(device -> assertThat(device.has("id")).isFalse());
        assertThat(refusal(api.get("device-credentials?type=x"))).startsWith("400 invalid_query_string");

        String first = values(list("device-credentials?type=refresh_token&user_id=" + carol), "id")
                .get(0);
        expect(204, api.delete("device-credentials/" + first));
        assertThat(List.of(token, other).stream()
                        .map(each -> realm.token(WEB_APP.refresh(each)).status()))
                .containsExactlyInAnyOrder(200, 403);
    }

    @Test
    void helpdeskSeesOnlyThoseUsersWhomItMaySee() {
        realm.refreshToken(WEB_APP, "carol");
        ManagementApi blind = ManagementApi.as(realm, "blind", List.of("read:grants", "delete:grants"), "query-users");

        assertThat(expect(200, blind.get("grants")).json()).isEmpty();
        assertThat(blind.get("grants?user_id=" + carol).status()).isEqualTo(403);
        assertThat(blind.delete("grants?user_id=" + carol).status()).isEqualTo(403);
        String id = list("grants?user_id=" + carol).get(0).path("id").asText();
        assertThat(refusal(blind.delete("grants/" + id))).startsWith("403 insufficient_role");
        assertThat(RefreshGrantsAdmin.of(realm).grants("users/" + carol + "/grants"))
                .hasSize(1);
        assertThat(realm.ledger().living()).hasSize(1);
    }
}
