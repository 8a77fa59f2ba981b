package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.familyIds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of grants in the admin REST API: what they show, in which order, and what they refuse. */
@KeycloakTest
@AloneOnServer
class GrantListsIT {

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    GrantListsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
    }

    @BeforeEach
    void newUsers() {
        realm.ledger().forget();
        realm.users().replace("carol");
        realm.users().replace("dave");
    }

    @Test
    void aGrantHasItsApplicationItsApisAndADeviceForEachLogin() {
        realm.refreshToken(WEB_APP, "carol");
        String second = realm.refreshToken(ROTATING_APP, "carol");
        realm.token(ROTATING_APP.refresh(second));

        List<JsonNode> grants = api.grants(api.user("carol") + "/grants");
        assertThat(grants).hasSize(2);
        JsonNode rotating = grants.stream()
                .filter(grant -> grant.path("client").path("clientId").asText().equals("rotating-app"))
                .findFirst()
                .orElseThrow();
        assertThat(rotating.path("user").path("username").asText()).isEqualTo("carol");
        assertThat(rotating.path("audience").asText()).isEqualTo(ORDERS);
        assertThat(rotating.path("apis").path(0).path("name").asText()).isEqualTo("orders-api");
        assertThat(rotating.path("scope").toString()).contains("offline_access", "read:orders");

        JsonNode family = rotating.path("families").path(0);
        assertThat(family.path("alive").asBoolean()).isTrue();
        assertThat(family.has("reason")).isFalse();
        assertThat(family.path("rotating").asBoolean()).isTrue();
        assertThat(family.path("tokens").asInt()).isEqualTo(2);
        assertThat(family.path("end").asLong())
                .isGreaterThan(family.path("created").asLong());
        assertThat(family.path("idleEnd").asLong())
                .isGreaterThan(family.path("lastUsed").asLong());
        assertThat(family.path("login").path("name").asText()).isEqualTo("Java");
        assertThat(family.path("login").path("address").asText())
                .isEqualTo(realm.events().newest("LOGIN").path("ipAddress").asText());
        assertThat(family.path("sessionId").asText()).isNotEmpty();
    }

    @Test
    void aUsersGrantsComeInPagesAndNoneIsLost() {
        IntStream.range(0, 4).forEach(i -> realm.refreshToken(WEB_APP, "carol"));
        IntStream.range(0, 3).forEach(i -> realm.refreshToken(OTHER_APP, "carol", BILLING));
        realm.refreshToken(WEB_APP, "dave");

        List<String> whole = api.familiesOnAllPages(api.user("carol") + "/grants");
        assertThat(whole).hasSize(7).doesNotHaveDuplicates();
        for (int max : new int[] {1, 3, 7}) {
            assertThat(api.familiesOnAllPages(api.user("carol") + "/grants?max=" + max))
                    .isEqualTo(whole);
        }
    }

    @Test
    void aClientsAndAnApisGrantsComeInPagesToo() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "dave");
        realm.refreshToken(WEB_APP, "dave", BILLING);
        realm.refreshToken(OTHER_APP, "dave");

        assertThat(api.familiesOnAllPages(api.client(WEB_APP) + "/grants?max=1"))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(api.familiesOnAllPages(api.api("orders-api") + "/grants?max=1"))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(api.familiesOnAllPages(api.api("billing-api") + "/grants")).hasSize(1);
        assertThat(api.familiesOnAllPages(api.api("reports-api") + "/grants")).isEmpty();
    }

    @Test
    void aGrantForSeveralApisIsListedForEach() {
        expect(200, realm.token(WEB_APP.password("carol", null, "openid offline_access orders-api billing-api")));

        for (String scope : new String[] {"orders-api", "billing-api"}) {
            List<JsonNode> grants = api.grants(api.api(scope) + "/grants");
            assertThat(grants).hasSize(1);
            assertThat(grants.get(0).path("audience").asText()).isEqualTo(BILLING + " " + ORDERS);
            assertThat(grants.get(0).path("apis")).hasSize(2);
        }
    }

    @Test
    void filtersNarrowAList() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "carol", BILLING);
        realm.refreshToken(OTHER_APP, "carol");
        String grants = api.user("carol") + "/grants";
        String webApp = api.client(WEB_APP).substring("clients/".length());

        assertThat(api.familiesOnAllPages(grants + "?client=" + webApp)).hasSize(2);
        assertThat(api.familiesOnAllPages(grants + "?audience=" + ORDERS)).hasSize(2);
        assertThat(api.familiesOnAllPages(grants + "?client=" + webApp + "&audience=" + BILLING))
                .hasSize(1);
        assertThat(api.familiesOnAllPages(grants + "?client=none")).isEmpty();
        assertThat(api.familiesOnAllPages(grants + "?audience=")).isEmpty();
        assertThat(api.familiesOnAllPages(
                        api.client(WEB_APP) + "/grants?user=" + realm.users().id("dave")))
                .isEmpty();
    }

    @Test
    void theDeadAreListedWithTheirReason() {
        String revoked = realm.refreshToken(WEB_APP, "carol");
        expect(200, realm.revoke(WEB_APP.revoke(revoked)));
        realm.refreshToken(OTHER_APP, "carol");
        realm.refreshToken(ROTATING_APP, "carol");
        realm.clock().ahead(Duration.ofDays(16));
        String grants = api.user("carol") + "/grants";

        assertThat(api.familiesOnAllPages(grants)).hasSize(3);
        assertThat(api.familiesOnAllPages(grants + "?alive=true")).hasSize(1);
        List<JsonNode> dead = api.grants(grants + "?alive=false");
        assertThat(dead)
                .extracting(grant -> grant.path("client").path("clientId").asText() + " "
                        + grant.path("families").path(0).path("reason").asText())
                .containsExactlyInAnyOrder("web-app revoked_by_client", "rotating-app idle");
        assertThat(dead)
                .allSatisfy(grant -> assertThat(
                                grant.path("families").path(0).path("ended").asLong())
                        .isPositive());
    }

    @Test
    void oneDeadFamilySaysWhyItDied() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String id = familyIds(api.grants(api.user("carol") + "/grants").get(0)).get(0);
        expect(200, realm.revoke(WEB_APP.revoke(token)));

        JsonNode grant = expect(200, api.get("families/" + id)).json();
        assertThat(grant.path("user").path("username").asText()).isEqualTo("carol");
        assertThat(familyIds(grant)).containsExactly(id);
        assertThat(grant.path("families").path(0).path("alive").asBoolean()).isFalse();
        assertThat(grant.path("families").path(0).path("reason").asText()).isEqualTo("revoked_by_client");
    }

    @Test
    void aLoginByAnAdminInTheUsersPlaceNamesTheAdmin() {
        Browser admins = realm.browser();
        admins.keepCookies(expect(200, realm.admin().post(realm.users().path("carol") + "/impersonation", Map.of())));
        expect(
                200,
                realm.token(
                        OTHER_APP.code(admins.code(codeRequest(OTHER_APP, ORDERS, "openid offline_access"), "carol"))));
        realm.refreshToken(WEB_APP, "carol");

        assertThat(api.grants(api.user("carol") + "/grants"))
                .extracting(grant -> grant.path("client").path("clientId").asText() + " "
                        + grant.path("families").path(0).path("impersonator").asText("nobody"))
                .containsExactlyInAnyOrder("other-app admin", "web-app nobody");
    }

    @Test
    void countsAreOfTheLiving() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "dave");
        expect(200, realm.revoke(OTHER_APP.revoke(realm.refreshToken(OTHER_APP, "dave", BILLING))));

        for (String path : new String[] {api.client(WEB_APP), api.api("orders-api")}) {
            assertThat(expect(200, api.get(path + "/counts")).body()).isEqualTo("{\"alive\":2,\"more\":false}");
        }
        assertThat(expect(200, api.get(api.user("dave") + "/counts"))
                        .json()
                        .path("alive")
                        .asInt())
                .isEqualTo(1);
        assertThat(expect(200, api.get(api.api("billing-api") + "/counts"))
                        .json()
                        .path("alive")
                        .asInt())
                .isZero();
        assertThat(expect(200, api.get("counts")).json().path("alive").asInt()).isEqualTo(2);
    }

    @Test
    void aCursorOfAnotherListOrAChangedOneIsRefused() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "carol");
        String carols = api.user("carol") + "/grants?max=1";
        String cursor = expect(200, api.get(carols)).text("next");

        assertThat(api.get(carols + "&after=" + cursor).status()).isEqualTo(200);
        for (String wrong : new String[] {
            carols + "&alive=true&after=" + cursor,
            api.user("dave") + "/grants?after=" + cursor,
            api.client(WEB_APP) + "/grants?after=" + cursor,
            carols + "&after=" + cursor.substring(1),
            carols + "&after=" + cursor.substring(0, cursor.length() - 2),
            carols + "&after=" + cursor + "AA",
            carols + "&after=",
            carols + "&after=A",
            carols + "&after=..%2F"
        }) {
            assertRefused(api.get(wrong), "after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max=0", "max=201", "max=-1", "max=all", "max=", "alive=yes", "alive="})
    void aParameterThatMeansNothingIsRefused(String parameter) {
        assertRefused(
                api.get(api.user("carol") + "/grants?" + parameter), parameter.substring(0, parameter.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "audience", "after"})
    void aFilterThatFitsNothingIsRefused(String parameter) {
        assertRefused(api.get(api.user("carol") + "/grants?" + parameter + "=" + "x".repeat(10_000)), parameter);
    }

    private static void assertRefused(Answer answer, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("errorMessage")).startsWith(field + " ");
    }

    @Test
    void whatIsOfAnotherRealmOrNowhereIsNotFound() {
        try (DemoRealm other = realm.sibling("grantlistsit-other")) {
            other.refreshToken(NATIVE_APP, "alice");
            RefreshGrantsAdmin others = RefreshGrantsAdmin.of(other);
            String family = other.ledger().rows().get(0).path("ID").asText();
            for (String path : new String[] {
                others.user("alice") + "/grants",
                others.client(NATIVE_APP) + "/grants",
                others.client(NATIVE_APP) + "/counts",
                others.api("orders-api") + "/grants",
                "families/" + family,
                "families/" + "x".repeat(500),
                "users/nobody/grants",
                "clients/nothing/grants",
                "apis/nothing/grants",
                "apis/" + realm.clients().scopePath("email").replaceAll(".*/", "") + "/grants"
            }) {
                assertThat(api.get(path).status()).as(path).isEqualTo(404);
            }
            assertThat(api.delete("families/" + family).status()).isEqualTo(404);
            assertThat(others.get("families/" + family).status()).isEqualTo(200);
        }
    }

    @Test
    void aUserWhoIsDeletedMeanwhileIsNotFoundAndTakesTheirGrantsAlong() {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "dave");
        String carol = api.user("carol");
        expect(204, realm.admin().delete(realm.users().path("carol")));

        assertThat(api.get(carol + "/grants").status()).isEqualTo(404);
        assertThat(api.delete(carol + "/grants").status()).isEqualTo(404);
        assertThat(api.familiesOnAllPages(api.client(WEB_APP) + "/grants")).hasSize(1);
    }
}
