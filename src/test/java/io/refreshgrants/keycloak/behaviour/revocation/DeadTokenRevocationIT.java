package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.behaviour.revocation.RevocableUsers.SCOPE;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.DpopKey;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token that is dead, or bound to a key, may still end: nothing that is not its own. */
@KeycloakTest
@AloneOnServer
class DeadTokenRevocationIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RevocableUsers users;

    DeadTokenRevocationIT(DemoRealm realm) {
        this.realm = realm;
        this.users = new RevocableUsers(realm);
    }

    @AfterEach
    void noSettings() {
        for (String setting : new String[] {
            "rotation_type",
            "leeway",
            "reuse_detection",
            "expiration_type",
            "token_lifetime",
            "idle_token_lifetime",
            "infinite_token_lifetime",
            "infinite_idle_token_lifetime"
        }) {
            realm.clients().setAttribute(OTHER_APP, "refresh_grants." + setting, null);
        }
    }

    /** A public and a confidential client, at Auth0's path and at Keycloak's. */
    static Stream<Arguments> ways() {
        BiFunction<DemoRealm, Map<String, ?>, Answer> auth0 = DemoRealm::revoke;
        BiFunction<DemoRealm, Map<String, ?>, Answer> keycloak = DemoRealm::keycloakRevoke;
        return Stream.of(NATIVE_APP, WEB_APP)
                .flatMap(app -> Stream.of(Arguments.of(app, auth0), Arguments.of(app, keycloak)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTokenThatItsOwnerRevokedEndsNothingOfWhatCameAfter(
            Application application, BiFunction<DemoRealm, Map<String, ?>, Answer> way) {
        String stolen = realm.refreshToken(application, "carol");
        realm.revoke(application.revoke(stolen));
        List<String> devices = Stream.generate(() -> realm.refreshToken(application, "carol"))
                .limit(3)
                .toList();
        Answer answer = way.apply(realm, application.revoke(stolen));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(devices).allMatch(token -> users.refreshes(application, token));
        JsonNode details = realm.events().newest("REVOKE_GRANT").path("details");
        assertThat(details.path("reason").asText()).isEqualTo("refresh_token_revoked");
        assertThat(details.path("revoked_reason").asText()).isEqualTo("revoked_by_client");
        assertThat(details.path("revoked_families").asText()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "log"})
    void aTokenThatRotationHasEndedEndsItsOwnFamilyOnly(String reuseDetection) {
        set("rotation_type", "rotating", "reuse_detection", reuseDetection);
        String old = realm.refreshToken(OTHER_APP, "carol");
        String next = next(next(old));
        String laptop = realm.refreshToken(OTHER_APP, "carol");
        expect(200, realm.revoke(OTHER_APP.revoke(old)));

        assertThat(users.refreshes(OTHER_APP, next)).isFalse();
        assertThat(users.refreshes(OTHER_APP, laptop)).isTrue();
        assertRevoked("refresh_token_reuse", "1");
    }

    @Test
    void thePredecessorEndsTheGrantWithinItsLeewayAndNotAfterIt() {
        set("rotation_type", "rotating", "leeway", "60");
        String old = realm.refreshToken(OTHER_APP, "carol");
        next(old);
        String laptop = realm.refreshToken(OTHER_APP, "carol");
        expect(200, realm.revoke(OTHER_APP.revoke(old)));
        assertThat(users.refreshes(OTHER_APP, laptop)).isFalse();

        String late = realm.refreshToken(OTHER_APP, "carol");
        next(late);
        String phone = realm.refreshToken(OTHER_APP, "carol");
        realm.clock().ahead(Duration.ofSeconds(61));
        expect(200, realm.revoke(OTHER_APP.revoke(late)));
        assertThat(users.refreshes(OTHER_APP, phone)).isTrue();
        assertRevoked("refresh_token_reuse", "1");
    }

    @Test
    void aTokenThatHasExpiredEndsItsOwnFamilyOnly() {
        set("expiration_type", "expiring", "token_lifetime", "3600");
        String old = realm.refreshToken(OTHER_APP, "carol");
        realm.clock().ahead(Duration.ofHours(2));
        String laptop = realm.refreshToken(OTHER_APP, "carol");
        expect(200, realm.revoke(OTHER_APP.revoke(old)));

        assertThat(users.refreshes(OTHER_APP, laptop)).isTrue();
        assertRevoked("refresh_token_expired", "1");
    }

    @Test
    void aTokenThatWasUnusedForTooLongEndsItsOwnFamilyOnly() {
        set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "3600");
        String old = realm.refreshToken(OTHER_APP, "carol");
        realm.clock().ahead(Duration.ofHours(2));
        String laptop = realm.refreshToken(OTHER_APP, "carol");
        expect(200, realm.revoke(OTHER_APP.revoke(old)));

        assertThat(users.refreshes(OTHER_APP, laptop)).isTrue();
        assertRevoked("refresh_token_idle", "1");
    }

    @Test
    void aRotatingTokenOfAnApplicationThatRotatesNoMoreEndsItsOwnFamilyOnly() {
        set("rotation_type", "rotating");
        String old = next(realm.refreshToken(OTHER_APP, "carol"));
        set("rotation_type", "non-rotating");
        String laptop = realm.refreshToken(OTHER_APP, "carol");
        expect(200, realm.revoke(OTHER_APP.revoke(old)));

        assertThat(users.refreshes(OTHER_APP, laptop)).isTrue();
        assertRevoked("rotation_turned_off", "1");
    }

    @Test
    void aTokenFromBeforeARealmsNotBeforeEndsItsOwnFamilyOnly() {
        String old = realm.refreshToken(OTHER_APP, "carol");
        long breach = Answer.claimsOf(old).path("iat").asLong() + 5;
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", breach));
        try {
            realm.clock().ahead(Duration.ofSeconds(10));
            String laptop = realm.refreshToken(OTHER_APP, "carol");
            expect(200, realm.revoke(OTHER_APP.revoke(old)));

            assertThat(users.refreshes(OTHER_APP, laptop)).isTrue();
            assertRevoked("Stale token", "1");
        } finally {
            realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/revoke", "/protocol/openid-connect/revoke"})
    void aTokenBoundToAKeyIsRevokedWithItsProofOnly(String path) {
        URI revocation = realm.uri(path);
        DpopKey key = new DpopKey();
        String bound = boundToken(key);

        assertThat(realm.revokeByForm(NATIVE_APP.revoke(bound)).refusal())
                .isEqualTo("400 invalid_request: DPoP proof is missing");
        assertThat(realm.events().reason("REVOKE_GRANT_ERROR")).isEqualTo("token_binding_not_proven");
        assertThat(new DpopKey().post(revocation, NATIVE_APP.revoke(bound)).status())
                .as("another key")
                .isEqualTo(400);
        String elsewhere = key.proof(realm.uri("/oauth/token"));
        assertThat(DpopKey.post(revocation, NATIVE_APP.revoke(bound), elsewhere).status())
                .isEqualTo(400);
        assertThat(realm.ledger().living()).hasSize(1);

        String proof = key.proof(revocation);
        assertThat(DpopKey.post(revocation, NATIVE_APP.revoke(bound), proof).status())
                .isEqualTo(200);
        assertThat(realm.ledger().living()).isEmpty();
        String another = boundToken(key);
        assertThat(DpopKey.post(revocation, NATIVE_APP.revoke(another), proof).status())
                .as("used up")
                .isEqualTo(400);
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void oneProofServesKeycloaksOwnPolicyToo() {
        expect(
                204,
                realm.admin()
                        .put(
                                "/" + realm.name() + "/client-policies/profiles",
                                Map.of(
                                        "profiles",
                                        List.of(Map.of(
                                                "name",
                                                "bound",
                                                "executors",
                                                List.of(Map.of(
                                                        "executor",
                                                        "dpop-bind-enforcer",
                                                        "configuration",
                                                        Map.of("auto-configure", "false"))))))));
        policies(List.of(Map.of(
                "name",
                "bound",
                "enabled",
                true,
                "profiles",
                List.of("bound"),
                "conditions",
                List.of(Map.of("condition", "any-client", "configuration", Map.of())))));
        try {
            DpopKey key = new DpopKey();
            String bound = boundToken(key);

            assertThat(realm.keycloakRevoke(NATIVE_APP.revoke(bound)).status()).isEqualTo(400);
            assertThat(key.post(realm.uri("/oauth/revoke"), NATIVE_APP.revoke(bound))
                            .status())
                    .isEqualTo(200);
            assertThat(realm.ledger().living()).isEmpty();
        } finally {
            policies(List.of());
        }
    }

    private void policies(List<?> policies) {
        expect(204, realm.admin().put("/" + realm.name() + "/client-policies/policies", Map.of("policies", policies)));
    }

    private String boundToken(DpopKey key) {
        return expect(200, key.post(realm.uri("/oauth/token"), NATIVE_APP.password("carol", ORDERS, SCOPE)))
                .refreshToken();
    }

    private void set(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            realm.clients().setAttribute(OTHER_APP, "refresh_grants." + pairs[i], pairs[i + 1]);
        }
    }

    private String next(String token) {
        return expect(200, realm.token(OTHER_APP.refresh(token))).refreshToken();
    }

    private void assertRevoked(String reason, String families) {
        JsonNode details = realm.events().newest("REVOKE_GRANT").path("details");
        assertThat(details.path("reason").asText()).isEqualTo(reason);
        assertThat(details.path("revoked_families").asText()).isEqualTo(families);
    }
}
