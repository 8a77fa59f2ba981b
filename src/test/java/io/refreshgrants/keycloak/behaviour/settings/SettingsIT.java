package io.refreshgrants.keycloak.behaviour.settings;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the settings of an application are read, and the counters. */
@KeycloakTest
@AloneOnServer
class SettingsIT {

    private final TestServer server;

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    SettingsIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
        this.server = server;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rotation_type|sometimes",
                "expiration_type|never",
                "reuse_detection|off",
                "revocation|all",
                "app_type|toaster",
                "oidc_conformant|yes",
                "leeway|-1",
                "leeway|a while",
                "token_lifetime|0",
                "token_lifetime|31557601",
                "idle_token_lifetime|99999999999",
                "infinite_token_lifetime|1",
                "infinite_idle_token_lifetime|ja",
                "max_tokens|0",
                "throttle_requests|-1",
                "throttle_period|0",
                "policies|{}",
                "policies|[{\"scope\":[]}]",
                "policies|[{\"audience\":\"a\",\"scope\":[1]}]",
                "policies|nonsense"
            })
    void aWrongValueIsRefusedWhenTheClientIsSaved(String setting, String value) {
        ObjectNode client =
                (ObjectNode) realm.admin().get(realm.clients().path(OTHER_APP)).json();
        ((ObjectNode) client.get("attributes")).put("refresh_grants." + setting, value);
        Answer answer = realm.admin().put(realm.clients().path(OTHER_APP), client);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("refresh_grants." + setting + " is '")
                .contains("must be");
    }

    @Test
    void aWrongValueOfTheRealmCountsAsTheSaferOneWithOneWarning() throws IOException {
        realmAttribute("refresh_grants.rotation_type", "sometimes");
        try {
            String token = app.login();
            assertThat(expect(200, app.refresh(token)).has("refresh_token"))
                    .as("rotation")
                    .isTrue();
            assertThat(Files.readAllLines(server.log()).stream()
                            .filter(line -> line.contains("refresh_grants.rotation_type is 'sometimes'"))
                            .filter(line -> line.contains("Client 'other-app' of realm '" + realm.name() + "'")))
                    .hasSize(1);
        } finally {
            realmAttribute("refresh_grants.rotation_type", "");
        }
    }

    @Test
    void aRealmAttributeIsTheDefaultAndTheClientsOwnWins() {
        realmAttribute("refresh_grants.rotation_type", "rotating");
        try {
            assertThat(expect(200, app.refresh(app.login())).has("refresh_token"))
                    .isTrue();
            app.set("rotation_type", "non-rotating");
            assertThat(expect(200, app.refresh(app.login())).has("refresh_token"))
                    .isFalse();
        } finally {
            realmAttribute("refresh_grants.rotation_type", "");
        }
    }

    private void realmAttribute(String name, String value) {
        realm.admin()
                .change("/" + realm.name(), settings -> ((ObjectNode) settings.get("attributes")).put(name, value));
    }

    @Test
    void aRealmsOfflineSessionMaxThatEndsTokensEarlierIsOneLineInTheLog() throws IOException {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.put("offlineSessionMaxLifespanEnabled", true)
                                .put("offlineSessionMaxLifespan", 86_399));
        try {
            expect(200, app.refresh(app.login()));
            app.set("expiration_type", "expiring", "token_lifetime", "3600");
            expect(200, app.refresh(app.login()));
        } finally {
            realm.admin()
                    .change("/" + realm.name(), settings -> settings.put("offlineSessionMaxLifespanEnabled", false));
        }
        assertThat(Files.readAllLines(server.log()).stream()
                        .filter(line -> line.contains("Offline Session Max ends refresh tokens after 86399 seconds"))
                        .filter(line -> line.contains("of realm '" + realm.name() + "'")))
                .hasSize(1);
    }

    @Test
    void theCountersAreOnKeycloaksMetricsEndpoint() {
        app.set("rotation_type", "rotating", "throttle_requests", "2");
        String token = app.login();
        expect(200, app.refresh(token));
        app.assertDead(token, "refresh_token_reuse");
        assertThat(app.refresh(token).status()).isEqualTo(429);
        app.set("reuse_detection", "log", "throttle_requests", "0");
        String watched = app.login();
        expect(200, app.refresh(watched));
        expect(200, app.refresh(watched));
        realm.clock().ahead(Duration.ofDays(400));
        realm.ledger().prune();
        String metrics = Http.get(server.metrics()).body();

        String realmLabel = "realm=\"" + realm.name() + "\"";

        assertThat(metrics)
                .contains("keycloak_refresh_grants_exchanges_total{outcome=\"success\"," + realmLabel + "}")
                .contains("keycloak_refresh_grants_exchanges_total{outcome=\"throttled\"," + realmLabel + "}")
                .contains("keycloak_refresh_grants_exchanges_total{outcome=\"refused\"," + realmLabel + "}")
                .contains("keycloak_refresh_grants_reuse_total{detection=\"logged\"," + realmLabel + "}")
                .contains("keycloak_refresh_grants_pruned_total{" + realmLabel + ",state=\"revoked\"}")
                .contains("keycloak_refresh_grants_pruned_total{" + realmLabel + ",state=\"expired\"}")
                .contains("keycloak_refresh_grants_refusals_total{" + realmLabel + ",reason=\"refresh_token_reuse\"}")
                .contains("keycloak_refresh_grants_reuse_total{detection=\"enforced\"," + realmLabel + "}")
                .contains("keycloak_refresh_grants_revocations_total{" + realmLabel + ",reason=\"reuse_detected\"}");
        assertThat(metrics.lines().filter(line -> line.startsWith("keycloak_refresh_grants")))
                .noneMatch(line -> line.contains("carol") || line.contains("other-app"));
    }
}
