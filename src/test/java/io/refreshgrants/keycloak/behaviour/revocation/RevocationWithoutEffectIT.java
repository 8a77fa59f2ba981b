package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.behaviour.revocation.RevocableUsers.SCOPE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocations that revoke nothing, and are answered as if they had (RFC 7009 section 2.2). */
@KeycloakTest
class RevocationWithoutEffectIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RevocableUsers users;

    RevocationWithoutEffectIT(DemoRealm realm) {
        this.realm = realm;
        this.users = new RevocableUsers(realm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "v1.Mabc", "eyJhbGciOiJub25lIn0.e30."})
    void anUnknownTokenIsAnsweredAlike(String token) {
        Answer answer = realm.revoke(WEB_APP.revoke(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).containsEntry("content-length", "0").doesNotContainKey("content-type");
        assertThat(realm.events().reason("REVOKE_GRANT_ERROR")).isEqualTo("token_not_managed");
    }

    @ParameterizedTest
    @MethodSource("io.refreshgrants.keycloak.behaviour.revocation.RevocableUsers#auth0sWays")
    void anotherClientsTokenIsAnsweredAlikeAndStaysGood(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer answer = way.apply(realm).apply(OTHER_APP.revoke(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(users.refreshes(WEB_APP, token)).isTrue();
        assertThat(realm.events().reason("REVOKE_GRANT_ERROR")).isEqualTo("Unmatching clients");
    }

    @Test
    void keycloaksEndpointRefusesAnotherClientsTokenInItsOwnWords() {
        String token = realm.refreshToken(WEB_APP, "carol");

        assertThat(realm.keycloakRevoke(OTHER_APP.revoke(token)).refusal())
                .isEqualTo("400 invalid_request: Unmatching clients");
        assertThat(users.refreshes(WEB_APP, token)).isTrue();
    }

    @Test
    void anAccessTokenHasNoEffect() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertThat(realm.revoke(WEB_APP.revoke(login.accessToken())).status()).isEqualTo(200);
        assertThat(realm.userinfo(login.accessToken()).status()).isEqualTo(200);
        assertThat(users.refreshes(WEB_APP, login.refreshToken())).isTrue();
    }

    @Test
    void anIdTokenHasNoEffect() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertThat(realm.revoke(WEB_APP.revoke(login.text("id_token"))).status())
                .isEqualTo(200);
        assertThat(users.refreshes(WEB_APP, login.refreshToken())).isTrue();
    }

    @Test
    void oneOfKeycloaksOwnTokensHasNoEffect() {
        String own = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"))
                .refreshToken();

        assertThat(realm.revoke(WEB_APP.revoke(own)).status()).isEqualTo(200);
        assertThat(realm.keycloakToken(WEB_APP.refresh(own)).status()).isEqualTo(200);
    }

    /** Some databases compare text without regard to case unless they are told to. */
    @Test
    void audiencesThatDifferInCaseAloneAreTwoGrants() {
        String shouted = "https://api.example.com/ORDERS";
        try (DemoRealm other = realm.sibling("revocationit-case")) {
            other.clients().setApi("billing-api", "identifier", shouted);
            String orders = other.refreshToken(WEB_APP, "alice", ORDERS);
            String shoutedOrders = other.refreshToken(WEB_APP, "alice", shouted);
            other.revoke(WEB_APP.revoke(orders));

            assertThat(other.token(WEB_APP.refresh(orders)).status()).isEqualTo(403);
            assertThat(other.token(WEB_APP.refresh(shoutedOrders)).status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenOfAnotherRealmHasNoEffect() {
        try (DemoRealm other = realm.sibling("revocationit-other")) {
            String foreign = other.refreshToken(WEB_APP, "alice");

            assertThat(realm.revoke(WEB_APP.revoke(foreign)).status()).isEqualTo(200);
            assertThat(other.token(WEB_APP.refresh(foreign)).status()).isEqualTo(200);
        }
    }

    @Test
    void revokingLeavesKeycloaksOwnOfflineTokenOfTheSameSessionAlone() {
        Browser browser = realm.browser();
        String own = realm.keycloakToken(WEB_APP.code(browser.keycloakCode(codeRequest(WEB_APP, null, SCOPE), "carol")))
                .refreshToken();
        String managed = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        realm.revoke(WEB_APP.revoke(managed));

        assertThat(users.refreshes(WEB_APP, managed)).isFalse();
        assertThat(realm.keycloakToken(WEB_APP.refresh(own)).status()).isEqualTo(200);
    }
}
