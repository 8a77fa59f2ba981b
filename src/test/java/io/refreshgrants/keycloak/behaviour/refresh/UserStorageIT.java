package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Users of a directory that Keycloak does not import: they can be out of sight, and that ends nothing. */
@KeycloakTest
@AloneOnServer
class UserStorageIT {

    private final DemoRealm realm;
    private String directory;
    private String token;

    UserStorageIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aLoginOfADirectorysUser() {
        Answer created = expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/components",
                                Map.of(
                                        "name", "directory",
                                        "providerType", "org.keycloak.storage.UserStorageProvider",
                                        "providerId", "testing-directory",
                                        "config",
                                                Map.of(
                                                        "entries", List.of("dora"),
                                                        "fails", List.of("false"),
                                                        "enabled", List.of("true"),
                                                        "priority", List.of("0"),
                                                        "cachePolicy", List.of("NO_CACHE")))));
        String location = created.headers().get("location");
        directory = "/" + realm.name() + "/components/" + location.substring(location.lastIndexOf('/') + 1);
        token = realm.refreshToken(WEB_APP, "dora");
        realm.events().forget();
    }

    @AfterEach
    void noDirectory() {
        realm.admin().delete(directory);
        realm.ledger().prune();
    }

    private void set(String key, String... values) {
        realm.admin().change(directory, component -> {
            ArrayNode list = ((ObjectNode) component.get("config")).putArray(key);
            List.of(values).forEach(list::add);
        });
    }

    @Test
    void aFamilyOutlivesTheTimeInWhichItsUsersDirectoryIsDisabled() {
        String rotating = realm.refreshToken(ROTATING_APP, "dora");
        set("enabled", "false");
        for (int i = 0; i < 2; i++) {
            assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("user_not_available");
            assertThat(realm.token(ROTATING_APP.refresh(rotating)).refusal()).isEqualTo(UNKNOWN);
        }
        assertThat(realm.ledger().living()).hasSize(2);
        realm.ledger().prune();

        set("enabled", "true");
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(realm.token(ROTATING_APP.refresh(rotating)).status()).isEqualTo(200);
    }

    @Test
    void aFamilyOutlivesTheTimeInWhichItsUsersEntryIsGone() {
        set("entries", "somebody-else");
        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("user_not_available");

        set("entries", "dora");
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void pruningEndsTheFamiliesOfADirectoryThatWasRemoved() {
        expect(204, realm.admin().delete(directory));
        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        realm.ledger().prune();

        assertThat(realm.ledger().rows()).isEmpty();
        assertThat(realm.ledger().offlineSessions()).isEmpty();
    }

    @Test
    @DisabledIfSystemProperty(
            named = "test.features.disabled",
            matches = "persistent-user-sessions",
            disabledReason = "Keycloak then removes each session that it reads without finding its user, stock's too")
    void whateverElseAsksMeanwhileLeavesTheFamilyAlive() {
        String access = realm.token(WEB_APP.refresh(token)).accessToken();
        set("enabled", "false");
        realm.introspect(WEB_APP, token, "refresh_token");
        realm.introspect(WEB_APP, access, "access_token");
        realm.userinfo(access);
        realm.admin().get("/" + realm.name() + "/clients?first=0&max=5");
        realm.admin().get(realm.clients().path(WEB_APP) + "/offline-sessions");

        set("enabled", "true");
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(realm.introspect(WEB_APP, token, "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aDirectoryThatDoesNotAnswerIsAnErrorOfTheServerAndEndsNothing() {
        set("fails", "true");
        assertThat(realm.token(WEB_APP.refresh(token)).status())
                .as("an application keeps its token")
                .isEqualTo(500);
        realm.ledger().prune();

        set("fails", "false");
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }
}
