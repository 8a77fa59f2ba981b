package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.http.HttpRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /oauth/token} for applications in a browser, on an origin of their own. */
@KeycloakTest
class TokenCorsIT {

    private static final String OWN = "http://localhost:3000";

    private final DemoRealm realm;

    TokenCorsIT(DemoRealm realm) {
        this.realm = realm;
    }

    @Test
    void aPreflightAllowsWhatBrowserSdksSend() {
        Answer answer = Http.send(HttpRequest.newBuilder(realm.uri("/oauth/token"))
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "auth0-client,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("access-control-allow-origin")).isEqualTo("http://localhost:3000");
        assertThat(answer.headers().get("access-control-allow-headers"))
                .contains("Auth0-Client", "Content-Type", "DPoP");
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

    @Test
    void aPageReadsWhenToComeBack() {
        realm.clients().setAttribute(NATIVE_APP, "refresh_grants.throttle_requests", "1");
        realm.clients()
                .change(NATIVE_APP, client -> client.putArray("webOrigins").add(OWN));
        String token = realm.refreshToken(NATIVE_APP, "alice");
        assertExposed(fromOrigin(OWN, NATIVE_APP.refresh(token)), 200, "x-ratelimit-remaining");

        Answer refused = fromOrigin(OWN, NATIVE_APP.refresh(token));
        assertThat(refused.headers()).containsKey("retry-after");
        assertExposed(refused, 429, "Retry-After", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset");
        assertExposed(refused, 429, "DPoP-Nonce", "WWW-Authenticate");
        Answer atKeycloaks = Http.send(
                Http.post(realm.uri("/protocol/openid-connect/token"), Http.FORM, Http.form(NATIVE_APP.refresh(token)))
                        .header("Origin", OWN));
        assertExposed(atKeycloaks, 429, "Retry-After", "x-ratelimit-reset");
    }

    private static void assertExposed(Answer answer, int status, String... names) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("access-control-allow-origin", OWN);
        assertThat(answer.headers().get("access-control-expose-headers").split(", "))
                .contains(names);
    }

    static Stream<Arguments> whatIsRefused() {
        return Stream.of(
                Arguments.of(404, "POST", "/oauth/ro", Http.JSON, "{}"),
                Arguments.of(404, "GET", "/oauth/device/nothing", null, ""),
                Arguments.of(404, "POST", "/oauth", Http.FORM, "a=b"),
                Arguments.of(404, "POST", "/oauth/token/x", Http.JSON, "{}"),
                Arguments.of(405, "GET", "/oauth/token", null, ""),
                Arguments.of(405, "PUT", "/oauth/revoke", Http.JSON, "{}"),
                Arguments.of(405, "DELETE", "/oauth/token", null, ""),
                Arguments.of(405, "PROPFIND", "/oauth/token", null, ""),
                Arguments.of(501, "POST", "/oauth/token", Http.FORM, "grant_type=implicit"),
                Arguments.of(400, "POST", "/oauth/token", Http.JSON, "{"),
                Arguments.of(401, "POST", "/oauth/token", Http.JSON, "{\"grant_type\":\"refresh_token\"}"),
                Arguments.of(401, "POST", "/oauth/revoke", Http.JSON, "{\"token\":\"x\"}"),
                Arguments.of(400, "POST", "/oauth/token?a=b", Http.JSON, "{}"),
                Arguments.of(413, "POST", "/oauth/token", Http.JSON, "{\"a\":\"" + "x".repeat(70_000) + "\"}"),
                Arguments.of(415, "POST", "/oauth/token", "text/plain", "{}"),
                Arguments.of(415, "POST", "/oauth/revoke", "/", "{}"));
    }

    /** Without the headers a browser shows each of these as a failure of the network. */
    @ParameterizedTest(name = "{1} {2} is {0}")
    @MethodSource("whatIsRefused")
    void aPageReadsWhateverIsRefused(int status, String method, String path, String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(realm.uri(path))
                .header("Origin", OWN)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        Answer answer = Http.send(contentType == null ? request : request.header("Content-Type", contentType));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("access-control-allow-origin", OWN);
        assertThat(answer.headers().get("content-type")).startsWith("application/json");
        assertThat(answer.text("error")).isNotBlank();
        assertThat(answer.text("error_description")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/par", "/oauth/revoke", "/oauth/device/code"})
    void aPageMayAskAtEveryPath(String path) {
        Answer answer = Http.send(HttpRequest.newBuilder(realm.uri(path))
                .header("Origin", OWN)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("access-control-allow-origin", OWN);
        assertThat(answer.headers().get("access-control-allow-methods")).contains("POST");
    }

    private Answer fromOrigin(String origin, Parameters parameters) {
        return Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(parameters))
                .header("Origin", origin));
    }
}
