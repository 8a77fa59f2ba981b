package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /oauth/token} answers, by JSON and by form: fields, headers, and Auth0's refusals. */
@KeycloakTest
class TokenEndpointIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    TokenEndpointIT(DemoRealm realm) {
        this.realm = realm;
    }

    /** Both content types. */
    static Stream<Function<DemoRealm, Function<Map<String, ?>, Answer>>> contentTypes() {
        return Stream.of(realm -> realm::token, realm -> realm::tokenByForm);
    }

    private static List<String> fields(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.json().fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void aLoginHasAuth0sFieldsAndNoOthers(Function<DemoRealm, Function<Map<String, ?>, Answer>> type) {
        Answer answer = type.apply(realm).apply(WEB_APP.password("alice", ORDERS, SCOPE));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fields(answer))
                .containsExactly("access_token", "refresh_token", "id_token", "scope", "expires_in", "token_type");
        assertThat(answer.json().path("expires_in").isNumber()).isTrue();
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.scope()).contains("openid", "offline_access", "read:orders");
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void aNonRotatingRefreshHasNoRefreshToken(Function<DemoRealm, Function<Map<String, ?>, Answer>> type) {
        String token = realm.refreshToken(WEB_APP, "alice");
        Answer answer = type.apply(realm).apply(WEB_APP.refresh(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fields(answer)).containsExactly("access_token", "id_token", "scope", "expires_in", "token_type");
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void aCodeIsExchanged(Function<DemoRealm, Function<Map<String, ?>, Answer>> type) {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice");
        Answer answer = type.apply(realm).apply(WEB_APP.code(code));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fields(answer))
                .containsExactly("access_token", "refresh_token", "id_token", "scope", "expires_in", "token_type");
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void aCodeIsExchangedWithPkce(Function<DemoRealm, Function<Map<String, ?>, Answer>> type) {
        String code = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, SCOPE)), "alice");
        Answer answer = type.apply(realm).apply(NATIVE_APP.code(code).with("code_verifier", Browser.VERIFIER));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void aMachineGetsAnAccessTokenOnly(Function<DemoRealm, Function<Map<String, ?>, Answer>> type) {
        Answer answer = type.apply(realm)
                .apply(MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fields(answer)).doesNotContain("refresh_token", "id_token");
    }

    @Test
    void passwordRealmIsThePasswordGrant() {
        Answer answer = realm.token(WEB_APP.password("alice", ORDERS, SCOPE)
                .with("grant_type", "http://auth0.com/oauth/grant-type/password-realm")
                .with("realm", "Username-Password-Authentication"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).isTrue();
    }

    @Test
    void aPasswordLoginThatAsksForNoScopeGetsAuth0sDefault() {
        Answer answer = realm.token(WEB_APP.password("alice", null, null));

        assertThat(answer.scope()).contains("openid", "profile", "email", "address", "phone");
        assertThat(answer.has("id_token")).isTrue();
    }

    @Test
    void answersAreNotToBeStored() {
        Answer good = realm.token(WEB_APP.password("alice", ORDERS, SCOPE));
        Answer bad = realm.token(WEB_APP.refresh("nonsense"));

        for (Answer answer : List.of(good, bad)) {
            assertThat(answer.headers())
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("pragma", "no-cache")
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void unknownParametersAreIgnored() {
        Answer answer = realm.token(WEB_APP.password("alice", ORDERS, SCOPE)
                .with("auth0Client", "eyJuYW1lIjoiYXV0aDAtc3BhLWpzIn0=")
                .with("redirect_uri", CALLBACK)
                .with("device", "phone")
                .with("nothing", null));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aNullInJsonIsAnAbsentParameter() {
        String body = Http.json(WEB_APP.password("alice", ORDERS, SCOPE)).replaceFirst("\\{", "{\"device\":null,");

        assertThat(Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, body)).status())
                .isEqualTo(200);
    }

    @Test
    void scopesThatTheClientDoesNotHaveAreDropped() {
        Answer answer = realm.token(WEB_APP.password("alice", ORDERS, SCOPE + " delete:everything"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.scope()).contains("read:orders").doesNotContain("delete:everything");
    }

    // --- client authentication

    @ParameterizedTest
    @ValueSource(strings = {Http.JSON, Http.FORM})
    void clientSecretBasicWorks(String contentType) {
        Parameters parameters = WEB_APP.password("alice", ORDERS, SCOPE)
                .with("client_id", null)
                .with("client_secret", null);
        String body = contentType.equals(Http.JSON) ? Http.json(parameters) : Http.form(parameters);
        Answer answer =
                Http.send(Http.post(realm.uri("/oauth/token"), contentType, body).header("Authorization", basic(WEB_APP)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void aWrongSecretIsUnauthorized() {
        assertUnauthorized(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("client_secret", "wrong")));
        assertThat(realm.event("LOGIN_ERROR").path("error").asText()).isEqualTo("invalid_client_credentials");
    }

    @Test
    void aMissingSecretIsUnauthorized() {
        assertUnauthorized(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("client_secret", null)));
    }

    /** Keycloak fails on them in the words it has for a database that is away, which is a 500. */
    @Test
    void credentialsThatCannotBeDecodedAreUnauthorized() {
        String header = "Basic " + Base64.getEncoder().encodeToString("web-app:%ZZ".getBytes(StandardCharsets.US_ASCII));
        for (String path : List.of("/oauth/token", "/oauth/revoke")) {
            var body = Parameters.of("grant_type", "refresh_token", "refresh_token", "x", "token", "x");
            Answer answer = Http.send(
                    Http.post(realm.uri(path), Http.JSON, Http.json(body)).header("Authorization", header));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("error").asText()).isIn("access_denied", "invalid_client");
        }
    }

    @Test
    void anUnknownClientIsUnauthorized() {
        assertUnauthorized(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("client_id", "nobody")));
        assertThat(realm.event("LOGIN_ERROR").path("error").asText()).isEqualTo("client_not_found");
    }

    @Test
    void noClientAtAllIsUnauthorized() {
        assertUnauthorized(realm.token(Parameters.of("grant_type", "refresh_token", "refresh_token", "x")));
    }

    @Test
    void aDisabledClientIsUnauthorized() {
        String token = realm.refreshToken(OTHER_APP, "alice");
        realm.changeClient(OTHER_APP, client -> client.put("enabled", false));
        try {
            assertUnauthorized(realm.token(OTHER_APP.refresh(token)));
            assertThat(realm.event("REFRESH_TOKEN_ERROR").path("error").asText()).isEqualTo("client_disabled");
        } finally {
            realm.changeClient(OTHER_APP, client -> client.put("enabled", true));
        }
        assertThat(realm.token(OTHER_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void aWrongBasicSecretIsUnauthorizedWithoutAChallenge() {
        Answer answer = Http.send(Http.post(
                        realm.uri("/oauth/token"),
                        Http.JSON,
                        Http.json(Parameters.of("grant_type", "refresh_token", "refresh_token", "x")))
                .header("Authorization", basic(new Application("web-app", "wrong"))));

        assertUnauthorized(answer);
        assertThat(answer.headers()).doesNotContainKey("www-authenticate");
    }

    private static void assertUnauthorized(Answer answer) {
        assertThat(answer.refusal()).isEqualTo("401 access_denied: Unauthorized");
    }

    private static String basic(Application application) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((application.clientId() + ":" + application.secret())
                                .getBytes(StandardCharsets.UTF_8));
    }

    // --- refusals

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
        assertThat(realm.events(event)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "implicit"
            })
    void aGrantTypeThatIsNotServedIsUnsupported(String grantType) {
        assertThat(realm.token(WEB_APP.credentials().with("grant_type", grantType)).refusal())
                .isEqualTo("501 unsupported_grant_type: Unsupported grant type: " + grantType);
        assertThat(realm.reason("OAUTH2_EXTENSION_GRANT_ERROR")).isEqualTo("unsupported_grant_type");
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
        assertThat(realm.event("LOGIN_ERROR").path("error").asText()).isEqualTo("invalid_user_credentials");
    }

    @Test
    void anUnknownUserIsRefusedInTheSameWords() {
        assertThat(realm.token(WEB_APP.password("nobody", ORDERS, SCOPE)).refusal())
                .isEqualTo("403 invalid_grant: Wrong email or password.");
    }

    @Test
    void aBlockedUserIsRefused() {
        realm.replaceUser("blocked");
        realm.admin().change(realm.userPath("blocked"), user -> user.put("enabled", false));

        assertThat(realm.token(WEB_APP.password("blocked", ORDERS, SCOPE)).refusal())
                .isEqualTo("403 invalid_grant: user is blocked");
        assertThat(realm.event("LOGIN_ERROR").path("error").asText()).isEqualTo("user_disabled");
    }

    @Test
    void aUserWithARequiredActionIsRefused() {
        realm.replaceUser("unfinished");
        realm.admin()
                .change(
                        realm.userPath("unfinished"),
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
        assertThat(realm.event("CODE_TO_TOKEN_ERROR").path("error").asText()).isEqualTo("invalid_code");
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
        assertThat(realm.event("CODE_TO_TOKEN_ERROR").path("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void anExpiredCodeIsRefused() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, "openid"), "alice");
        realm.clockAhead(Duration.ofMinutes(10));

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
        assertThat(realm.event("CODE_TO_TOKEN_ERROR").path("error").asText()).isEqualTo("invalid_redirect_uri");
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
        assertThat(realm.token(NATIVE_APP.code(code)
                                .with("code_verifier", "another-verifier-of-at-least-forty-three-characters"))
                        .refusal())
                .isEqualTo("403 invalid_grant: Failed to verify code verifier");

        String second = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, "openid")), "alice");
        assertThat(realm.token(NATIVE_APP.code(second)).refusal())
                .isEqualTo("403 invalid_grant: Failed to verify code verifier");
        assertThat(realm.events("CODE_TO_TOKEN_ERROR")).hasSize(2);
    }

    // --- CORS

    @Test
    void aPreflightAllowsWhatBrowserSdksSend() {
        Answer answer = Http.send(HttpRequest.newBuilder(realm.uri("/oauth/token"))
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "auth0-client,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("access-control-allow-origin")).isEqualTo("http://localhost:3000");
        assertThat(answer.headers().get("access-control-allow-headers")).contains("Auth0-Client", "Content-Type", "DPoP");
        assertThat(answer.headers().get("access-control-allow-methods")).contains("POST");
    }

    @Test
    void anOriginOfTheClientMayReadTheAnswer() {
        String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid")), "alice");
        Answer answer = fromOrigin("http://localhost:3000", SPA.code(code).with("code_verifier", Browser.VERIFIER));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("access-control-allow-origin")).isEqualTo("http://localhost:3000");
    }

    @Test
    void anotherOriginIsRefusedBeforeAnythingHappens() {
        String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid")), "alice");
        Parameters exchange = SPA.code(code).with("code_verifier", Browser.VERIFIER);
        Answer answer = fromOrigin("https://evil.example.com", exchange);

        assertThat(answer.refusal()).isEqualTo("403 access_denied: Origin not allowed");
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
        assertThat(realm.token(exchange).status()).as("the code is still good").isEqualTo(200);
    }

    private Answer fromOrigin(String origin, Parameters parameters) {
        return Http.send(
                Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(parameters)).header("Origin", origin));
    }

    @Test
    void idTokensCarryTheNonceOfTheLogin() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE).with("nonce", "the-nonce"), "alice");
        JsonNode idToken = realm.token(WEB_APP.code(code)).claims("id_token");

        assertThat(idToken.path("nonce").asText()).isEqualTo("the-nonce");
        assertThat(idToken.path("aud").asText()).isEqualTo("web-app");
    }
}
