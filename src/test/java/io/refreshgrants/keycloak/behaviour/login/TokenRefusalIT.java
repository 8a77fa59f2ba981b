package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that {@code /oauth/token} refuses, in Auth0's words. */
@KeycloakTest
@AloneOnServer
class TokenRefusalIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    TokenRefusalIT(DemoRealm realm) {
        this.realm = realm;
    }

    @ParameterizedTest
    @CsvSource({
        "refresh_token, refresh_token, REFRESH_TOKEN_ERROR",
        "authorization_code, code, CODE_TO_TOKEN_ERROR",
        "password, username, LOGIN_ERROR",
        "password, password, LOGIN_ERROR"
    })
    void aMissingParameterIsNamed(String grantType, String missing, String event) {
        Parameters parameters = WEB_APP.credentials()
                .with("grant_type", grantType)
                .with("refresh_token", "x")
                .with("code", "x")
                .with("username", "alice")
                .with("password", "alice")
                .with(missing, null);

        assertThat(realm.token(parameters).refusal())
                .isEqualTo("400 invalid_request: Missing required parameter: " + missing);
        assertThat(realm.events().ofType(event)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "urn:ietf:params:oauth:grant-type:token-exchange", "implicit"})
    void aGrantTypeThatIsNotServedIsUnsupported(String grantType) {
        assertThat(realm.token(WEB_APP.credentials().with("grant_type", grantType))
                        .refusal())
                .isEqualTo("501 unsupported_grant_type: Unsupported grant type: " + grantType);
        assertThat(realm.events().reason("OAUTH2_EXTENSION_GRANT_ERROR")).isEqualTo("unsupported_grant_type");
    }

    @Test
    void aMissingGrantTypeIsUnsupported() {
        assertThat(realm.token(WEB_APP.credentials()).refusal())
                .isEqualTo("501 unsupported_grant_type: Unsupported grant type: undefined");
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThat(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("password", "wrong"))
                        .refusal())
                .isEqualTo("403 invalid_grant: Wrong email or password.");
        assertThat(realm.events().newest("LOGIN_ERROR").path("error").asText()).isEqualTo("invalid_user_credentials");
    }

    @Test
    void anUnknownUserIsRefusedInTheSameWords() {
        assertThat(realm.token(WEB_APP.password("nobody", ORDERS, SCOPE)).refusal())
                .isEqualTo("403 invalid_grant: Wrong email or password.");
    }

    @Test
    void aBlockedUserIsRefused() {
        realm.users().replace("blocked");
        realm.admin().change(realm.users().path("blocked"), user -> user.put("enabled", false));

        assertThat(realm.token(WEB_APP.password("blocked", ORDERS, SCOPE)).refusal())
                .isEqualTo("403 invalid_grant: user is blocked");
        assertThat(realm.events().newest("LOGIN_ERROR").path("error").asText()).isEqualTo("user_disabled");
    }

    @Test
    void aUserWithARequiredActionIsRefused() {
        realm.users().replace("unfinished");
        realm.admin()
                .change(
                        realm.users().path("unfinished"),
                        user -> user.putArray("requiredActions").add("UPDATE_PASSWORD"));

        assertThat(realm.token(WEB_APP.password("unfinished", ORDERS, SCOPE)).refusal())
                .isEqualTo("403 access_denied: Account is not fully set up");
    }

    @Test
    void aGrantThatTheClientMayNotUseIsRefusedWithALink() {
        Answer answer = realm.token(SPA.password("alice", ORDERS, SCOPE));

        assertThat(answer.refusal())
                .isEqualTo("403 unauthorized_client: Grant type 'password' not allowed for the client.");
        assertThat(answer.text("error_uri")).isEqualTo("https://auth0.com/docs/clients/client-grant-types");
        assertThat(realm.token(WEB_APP.credentials().with("grant_type", "client_credentials"))
                        .refusal())
                .isEqualTo("403 unauthorized_client: Grant type 'client_credentials' not allowed for the client.");
    }

    @Test
    void aCodeIsGoodForOnce() {
        String code = realm.browser().code(codeRequest(OTHER_APP, ORDERS, "openid"), "bob");
        expect(200, realm.token(OTHER_APP.code(code)));

        assertThat(realm.token(OTHER_APP.code(code)).refusal())
                .isEqualTo("403 invalid_grant: Invalid authorization code");
        assertThat(realm.events().newest("CODE_TO_TOKEN_ERROR").path("error").asText())
                .isEqualTo("invalid_code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "..", "\u00e9"})
    void aMadeUpCodeIsRefused(String code) {
        assertThat(realm.token(WEB_APP.code(code)).refusal())
                .isEqualTo("403 invalid_grant: Invalid authorization code");
    }

    @Test
    void anotherClientsCodeIsRefused() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, "openid"), "alice");

        assertThat(realm.token(OTHER_APP.code(code)).refusal())
                .isEqualTo("403 invalid_grant: Invalid authorization code");
        assertThat(realm.events().newest("CODE_TO_TOKEN_ERROR").path("error").asText())
                .isEqualTo("invalid_client");
    }

    @Test
    void anExpiredCodeIsRefused() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, "openid"), "alice");
        realm.clock().ahead(Duration.ofMinutes(10));

        assertThat(realm.token(WEB_APP.code(code)).refusal())
                .isEqualTo("403 invalid_grant: Invalid authorization code");
    }

    @Test
    void aWrongRedirectUriIsRefusedWithTheOriginsOnly() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, "openid"), "alice");

        assertThat(realm.token(WEB_APP.code(code).with("redirect_uri", "https://evil.example.com/cb?secret=1"))
                        .refusal())
                .isEqualTo("403 unauthorized_client: The redirect URI is wrong. You sent https://evil.example.com,"
                        + " and we expected http://localhost:3000");
        assertThat(realm.events().newest("CODE_TO_TOKEN_ERROR").path("error").asText())
                .isEqualTo("invalid_redirect_uri");
    }

    @Test
    void aMissingRedirectUriIsRefused() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, "openid"), "alice");

        assertThat(realm.token(WEB_APP.code(code).with("redirect_uri", null)).refusal())
                .isEqualTo("403 unauthorized_client: The redirect URI is wrong. You sent null,"
                        + " and we expected http://localhost:3000");
    }

    @Test
    void aWrongOrMissingVerifierIsRefused() {
        String code = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, "openid")), "alice");
        assertThat(realm.token(NATIVE_APP
                                .code(code)
                                .with("code_verifier", "another-verifier-of-at-least-forty-three-characters"))
                        .refusal())
                .isEqualTo("403 invalid_grant: Failed to verify code verifier");

        String second = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, "openid")), "alice");
        assertThat(realm.token(NATIVE_APP.code(second)).refusal())
                .isEqualTo("403 invalid_grant: Failed to verify code verifier");
        assertThat(realm.events().ofType("CODE_TO_TOKEN_ERROR")).hasSize(2);
    }
}
