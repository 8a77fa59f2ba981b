package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.behaviour.revocation.RevocableUsers.SCOPE;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Await;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin or a user ends in Keycloak, and how many families at once. */
@KeycloakTest
class AdminRevocationIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RevocableUsers users;

    AdminRevocationIT(DemoRealm realm) {
        this.realm = realm;
        this.users = new RevocableUsers(realm);
    }

    @Test
    void revokingOnTheConsentsTabEndsEveryAudienceOfTheApplicationOnly() {
        String orders = realm.refreshToken(WEB_APP, "carol", ORDERS);
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        String other = realm.refreshToken(OTHER_APP, "carol", ORDERS);
        assertThat(realm.admin()
                        .delete(realm.users().path("carol") + "/consents/web-app")
                        .status())
                .isEqualTo(204);

        assertThat(users.refreshes(WEB_APP, orders)).isFalse();
        assertThat(users.refreshes(WEB_APP, billing)).isFalse();
        assertThat(users.refreshes(OTHER_APP, other)).isTrue();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void theConsentsTabListsTheApplication() {
        realm.refreshToken(WEB_APP, "carol");

        assertThat(realm.admin().get(realm.users().path("carol") + "/consents").body())
                .contains("web-app", "Offline Token");
    }

    @Test
    void signingAUserOutEverywhereEndsAllThatIsTheirs() {
        String carols = realm.refreshToken(WEB_APP, "carol");
        String daves = realm.refreshToken(WEB_APP, "dave");
        realm.admin().post(realm.users().path("carol") + "/logout", null);

        assertThat(users.refreshes(WEB_APP, carols)).isFalse();
        assertThat(users.refreshes(WEB_APP, daves)).isTrue();
    }

    @Test
    void aUserWhoWasSignedOutIsSoonListedWithNoApplication() throws Exception {
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "dave");
        realm.admin().post(realm.users().path("carol") + "/logout", null);

        Await.until(
                "the offline session to end",
                Duration.ofSeconds(30),
                () -> realm.users().offlineSessions("carol", WEB_APP) == 0);
        assertThat(realm.admin().get(realm.users().path("carol") + "/consents").body())
                .doesNotContain("Offline Token");
        assertThat(realm.users().offlineSessions("dave", WEB_APP)).isEqualTo(1);
    }

    @Test
    void removingOneOfflineSessionEndsTheFamiliesOnItOnly() {
        String phone = realm.refreshToken(WEB_APP, "carol");
        String laptop = realm.refreshToken(WEB_APP, "carol");
        String session = realm.token(WEB_APP.refresh(phone))
                .claims("access_token")
                .path("sid")
                .asText();
        realm.admin().delete("/" + realm.name() + "/sessions/" + session + "?isOffline=true");

        assertThat(users.refreshes(WEB_APP, phone)).isFalse();
        assertThat(users.refreshes(WEB_APP, laptop)).isTrue();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void anAdminEndsAllFamiliesOfTheRealmAndTheirSessionsAtOnce() throws Exception {
        realm.admin().change("/" + realm.name(), settings -> settings.put("adminEventsEnabled", true));
        String first = realm.refreshToken(WEB_APP, "carol");
        String second = realm.refreshToken(ROTATING_APP, "dave");
        String keycloaks = realm.keycloakToken(WEB_APP.password("dave", null, "openid offline_access"))
                .refreshToken();

        Answer answer =
                expect(200, realm.admin().post("/" + realm.name() + "/refresh-grants/families/revoke-all", null));

        assertThat(answer.json().path("revoked_families").asInt()).isEqualTo(2);
        assertThat(users.refreshes(WEB_APP, first)).isFalse();
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("revoked_by_admin");
        assertThat(users.refreshes(ROTATING_APP, second)).isFalse();
        assertThat(realm.keycloakToken(WEB_APP.refresh(keycloaks)).status())
                .as("not managed")
                .isEqualTo(200);
        Await.until(
                "the offline sessions to end",
                Duration.ofSeconds(30),
                () -> realm.users().offlineSessions("carol", WEB_APP)
                                + realm.users().offlineSessions("dave", ROTATING_APP)
                        == 0);
        assertThat(expect(200, realm.admin().get("/" + realm.name() + "/admin-events?operationTypes=ACTION"))
                        .json())
                .anySatisfy(event -> {
                    assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/families/revoke-all");
                    assertThat(event.path("details").path("revoked_families").asText())
                            .isEqualTo("2");
                });
    }

    @Test
    void signingEverybodyOutEndsAllOfTheRealm() {
        Browser browser = realm.browser();
        String token = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        assertThat(realm.admin().post("/" + realm.name() + "/logout-all", null).status())
                .isEqualTo(200);
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", 0));

        assertThat(users.refreshes(WEB_APP, token)).isFalse();
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("everybody_signed_out");
        assertThat(realm.ledger().living()).isEmpty();
    }

    @Test
    void aGrantOfManyFamiliesIsDeadAtOnceAndItsSessionsEndSoon() throws Exception {
        List<String> tokens = IntStream.range(0, 25)
                .mapToObj(login -> realm.refreshToken(WEB_APP, "carol"))
                .toList();
        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isEqualTo(25);

        assertThat(realm.revoke(WEB_APP.revoke(tokens.get(7))).status()).isEqualTo(200);

        assertThat(realm.ledger().living()).isEmpty();
        assertThat(realm.token(WEB_APP.refresh(tokens.get(24))).status()).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        Await.until(
                "the offline sessions to end",
                Duration.ofSeconds(30),
                () -> realm.users().offlineSessions("carol", WEB_APP) == 0);
    }
}
