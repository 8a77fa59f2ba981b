package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.familyIds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an admin revokes through the extension's admin REST API, and the event that says so. */
@KeycloakTest
class GrantRevocationByAdminIT {

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    private String phone;
    private String laptop;
    private String billing;
    private String other;
    private String daves;

    GrantRevocationByAdminIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
    }

    @BeforeEach
    void logIn() {
        realm.ledger().forget();
        realm.users().replace("carol");
        realm.users().replace("dave");
        phone = realm.refreshToken(WEB_APP, "carol");
        laptop = realm.refreshToken(WEB_APP, "carol");
        billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        other = realm.refreshToken(OTHER_APP, "carol");
        daves = realm.refreshToken(WEB_APP, "dave");
    }

    private boolean refreshes(Application application, String token) {
        return realm.token(application.refresh(token)).status() == 200;
    }

    private static void assertRevoked(int families, Answer answer) {
        assertThat(expect(200, answer).json().path("revokedFamilies").asInt()).isEqualTo(families);
    }

    @Test
    void oneFamilyIsOneDevice() {
        String id = realm.ledger().rows().get(0).path("ID").asText();
        assertRevoked(1, api.delete("families/" + id));
        assertThat(refreshes(WEB_APP, phone)).isFalse();
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("revoked_by_admin");
        assertThat(refreshes(WEB_APP, laptop)).isTrue();
        assertRevoked(0, api.delete("families/" + id));
    }

    @Test
    void aGrantIsEveryDeviceWithOneAudience() {
        JsonNode grant = api.grants(api.user("carol") + "/grants?audience=" + ORDERS).stream()
                .filter(found -> familyIds(found).size() == 2)
                .findFirst()
                .orElseThrow();
        String path = api.user("carol") + "/grants/" + grant.path("id").asText();
        assertRevoked(2, api.delete(path));
        assertThat(refreshes(WEB_APP, phone)).isFalse();
        assertThat(refreshes(WEB_APP, laptop)).isFalse();
        assertThat(refreshes(WEB_APP, billing)).isTrue();
        assertThat(refreshes(OTHER_APP, other)).isTrue();
        assertThat(refreshes(WEB_APP, daves)).isTrue();
    }

    @Test
    void aGrantsIdIsWorthNothingElsewhereAndNothingWhenItIsChanged() {
        String id = api.grants(api.user("carol") + "/grants").get(0).path("id").asText();
        for (String wrong : new String[] {
            api.user("dave") + "/grants/" + id,
            api.user("carol") + "/grants/" + id.substring(1),
            api.user("carol") + "/grants/" + id + "A",
            api.user("carol") + "/grants/x"
        }) {
            assertThat(api.delete(wrong).status()).as(wrong).isEqualTo(404);
        }
        assertThat(realm.ledger().living()).hasSize(5);
    }

    @Test
    void aUsersGrantsEndForAClientForAnAudienceOrAll() {
        String grants = api.user("carol") + "/grants";
        String webApp = api.client(WEB_APP).substring("clients/".length());

        assertRevoked(1, api.delete(grants + "?client=" + webApp + "&audience=" + BILLING));
        assertThat(refreshes(WEB_APP, billing)).isFalse();
        assertRevoked(2, api.delete(grants + "?client=" + webApp));
        assertThat(refreshes(WEB_APP, phone)).isFalse();
        assertThat(refreshes(OTHER_APP, other)).isTrue();
        assertRevoked(1, api.delete(grants));
        assertThat(refreshes(OTHER_APP, other)).isFalse();
        assertThat(refreshes(WEB_APP, daves)).isTrue();
    }

    @Test
    void allOfAClientEndsForEveryUser() {
        assertRevoked(4, api.delete(api.client(WEB_APP) + "/grants"));
        assertThat(refreshes(WEB_APP, phone)).isFalse();
        assertThat(refreshes(WEB_APP, daves)).isFalse();
        assertThat(refreshes(OTHER_APP, other)).isTrue();
    }

    @Test
    void allOfAnApiEndsForEveryClient() {
        assertRevoked(4, api.delete(api.api("orders-api") + "/grants"));
        assertThat(refreshes(WEB_APP, phone)).isFalse();
        assertThat(refreshes(OTHER_APP, other)).isFalse();
        assertThat(refreshes(WEB_APP, billing)).isTrue();
    }

    @Test
    void allOfTheRealm() {
        assertRevoked(5, api.delete("grants"));
        assertThat(realm.ledger().living()).isEmpty();
        assertThat(refreshes(OTHER_APP, other)).isFalse();
    }

    @Test
    void anAdminEventSaysWhereAndHowMany() {
        String grants = api.user("carol") + "/grants";
        assertRevoked(4, api.delete(grants));
        JsonNode event = api.newestEvent("REFRESH_GRANTS_FAMILIES");

        assertThat(event.path("operationType").asText()).isEqualTo("DELETE");
        assertThat(event.path("resourceType").asText()).isEqualTo("REFRESH_GRANTS_FAMILIES");
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/" + grants);
        assertThat(event.path("details").path("revoked_families").asText()).isEqualTo("4");
        assertThat(event.path("details").path("revoked_family_ids").asText().split(" "))
                .hasSize(4);
    }
}
