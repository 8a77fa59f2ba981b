package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.DpopKey;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Refusals that say nothing about the token or the password: an application that read so would throw a good one away. */
@KeycloakTest
class RefusalCauseIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    RefusalCauseIT(DemoRealm realm) {
        this.realm = realm;
    }

    @Test
    void aPolicyAgainstThePasswordGrantIsNoWrongPassword() {
        withPolicy("reject-ropc-grant", Map.of("auto-configure", "false"), () -> {
            assertThat(realm.token(WEB_APP.password("alice", ORDERS, SCOPE)).refusal())
                    .isEqualTo("403 unauthorized_client: Grant type 'password' not allowed for the client.");
            assertThat(realm.events()
                            .newest("LOGIN_ERROR")
                            .path("details")
                            .path("client_policy_error_detail")
                            .asText())
                    .isEqualTo("resource owner password credentials grant is prohibited.");
        });
    }

    @Test
    void anotherPolicyKeepsItsOwnWords() {
        String token = realm.refreshToken(WEB_APP, "alice");
        withPolicy("reject-request", Map.of(), () -> {
            assertThat(realm.token(WEB_APP.refresh(token)).refusal())
                    .isEqualTo("400 invalid_request: Request not allowed");
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("client_policy_error");
        });
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void aMissingOrWrongProofIsNoDeadToken() {
        URI tokens = realm.uri("/oauth/token");
        DpopKey key = new DpopKey();
        String bound = expect(200, key.post(tokens, NATIVE_APP.password("alice", ORDERS, SCOPE)))
                .refreshToken();

        assertThat(realm.token(NATIVE_APP.refresh(bound)).refusal())
                .isEqualTo("400 invalid_dpop_proof: DPoP proof is missing");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("DPoP proof is missing");
        assertThat(new DpopKey().post(tokens, NATIVE_APP.refresh(bound)).refusal())
                .isEqualTo("400 invalid_dpop_proof: DPoP confirmation doesn't match DPoP proof");
        String elsewhere = key.proof(realm.uri("/oauth/revoke"));
        assertThat(DpopKey.post(tokens, NATIVE_APP.refresh(bound), elsewhere).refusal())
                .isEqualTo("400 invalid_dpop_proof: DPoP HTTP URL mismatch");
        assertThat(DpopKey.post(tokens, NATIVE_APP.refresh(bound), "nonsense").refusal())
                .startsWith("400 invalid_dpop_proof: ");
        assertThat(key.post(tokens, NATIVE_APP.refresh(bound)).status()).isEqualTo(200);
    }

    @Test
    void anotherCertificateIsNoWrongSecret() {
        String token = realm.refreshToken(OTHER_APP, "alice");
        realm.clients().setAttribute(OTHER_APP, "tls.client.certificate.bound.access.tokens", "true");
        try {
            assertThat(realm.token(OTHER_APP.refresh(token)).refusal())
                    .isEqualTo(
                            "403 access_denied: Client certificate missing, or its thumbprint and one in the token did"
                                    + " NOT match");
            assertThat(realm.events()
                            .newest("REFRESH_TOKEN_ERROR")
                            .path("error")
                            .asText())
                    .isEqualTo("not_allowed");
            assertThat(realm.token(OTHER_APP.password("alice", ORDERS, SCOPE)).refusal())
                    .isEqualTo("403 access_denied: Client Certification missing for MTLS HoK Token Binding");
        } finally {
            realm.clients().setAttribute(OTHER_APP, "tls.client.certificate.bound.access.tokens", "false");
        }
        assertThat(realm.token(OTHER_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void aUserWithOneTimePasswordsIsAskedForOneAfterTheRightPassword() {
        realm.users().addWithOneTimePassword("dave");

        assertThat(realm.token(WEB_APP.password("dave", ORDERS, SCOPE)).refusal())
                .isEqualTo("403 mfa_required: Multifactor authentication required");
        assertThat(realm.token(WEB_APP.password("dave", ORDERS, SCOPE).with("password", "wrong"))
                        .refusal())
                .isEqualTo("403 invalid_grant: Wrong email or password.");
    }

    /** Another answer would tell a stranger which accounts there are, and when to go on guessing. */
    @Test
    void aLockedAccountAnswersLikeAWrongPassword() {
        realm.users().add("eve");
        realm.admin()
                .change(
                        "/" + realm.name(),
                        representation -> representation
                                .put("bruteForceProtected", true)
                                .put("failureFactor", 1)
                                .put("waitIncrementSeconds", 600)
                                .put("minimumQuickLoginWaitSeconds", 600)
                                .put("maxFailureWaitSeconds", 900));
        try {
            expect(403, realm.token(WEB_APP.password("eve", ORDERS, SCOPE).with("password", "wrong")));
            expect(403, realm.token(WEB_APP.password("eve", ORDERS, SCOPE).with("password", "wrong")));

            assertThat(realm.token(WEB_APP.password("eve", ORDERS, SCOPE)).refusal())
                    .isEqualTo("403 invalid_grant: Wrong email or password.");
            assertThat(realm.events().newest("LOGIN_ERROR").path("error").asText())
                    .isEqualTo("user_temporarily_disabled");
        } finally {
            realm.admin()
                    .change("/" + realm.name(), representation -> representation.put("bruteForceProtected", false));
        }
    }

    private void withPolicy(String executor, Map<String, ?> configuration, Runnable test) {
        put(
                "profiles",
                List.of(Map.of(
                        "name",
                        "tested",
                        "executors",
                        List.of(Map.of("executor", executor, "configuration", configuration)))));
        put(
                "policies",
                List.of(Map.of(
                        "name",
                        "tested",
                        "enabled",
                        true,
                        "profiles",
                        List.of("tested"),
                        "conditions",
                        List.of(Map.of("condition", "any-client", "configuration", Map.of())))));
        try {
            test.run();
        } finally {
            put("policies", List.of());
            put("profiles", List.of());
        }
    }

    private void put(String what, List<?> list) {
        expect(204, realm.admin().put("/" + realm.name() + "/client-policies/" + what, Map.of(what, list)));
    }
}
