package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent as a request: a 4xx that says why, and no error in the log. */
@KeycloakTest
@AloneOnServer
class BadInputIT {

    private static final String GOOD =
            "\"client_id\":\"web-app\",\"client_secret\":\"web-app-secret\",\"grant_type\":\"refresh_token\"";

    /** Where in the server's log these tests begin. */
    private static long begin;

    private final DemoRealm realm;
    private final TestServer server;

    BadInputIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.server = server;
    }

    @BeforeAll
    static void noteWhatIsLogged(TestServer server) throws IOException {
        begin = Files.size(server.log());
    }

    static Stream<Arguments> malformedJson() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("white space", "   "),
                Arguments.of("no JSON", "not json"),
                Arguments.of("cut off", "{" + GOOD),
                Arguments.of("trailing text", "{" + GOOD + "} and more"),
                Arguments.of("two documents", "{" + GOOD + "}{" + GOOD + "}"),
                Arguments.of("an array", "[{" + GOOD + "}]"),
                Arguments.of("a string", "\"refresh_token\""),
                Arguments.of("a number", "42"),
                Arguments.of("null", "null"),
                Arguments.of("a duplicate key", "{" + GOOD + ",\"refresh_token\":\"a\",\"refresh_token\":\"b\"}"),
                Arguments.of("a nested object", "{" + GOOD + ",\"refresh_token\":{\"a\":\"b\"}}"),
                Arguments.of("a nested array", "{" + GOOD + ",\"refresh_token\":[\"a\"]}"),
                Arguments.of("a fraction for a token", "{" + GOOD + ",\"refresh_token\":1.5}"),
                Arguments.of("a huge number", "{" + GOOD + ",\"refresh_token\":1" + "0".repeat(2000) + "}"),
                Arguments.of("a nested unknown", "{" + GOOD + ",\"refresh_token\":\"a\",\"extra\":{\"x\":1}}"),
                Arguments.of("deep nesting", "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"),
                Arguments.of("NUL in a value", "{" + GOOD + ",\"refresh_token\":\"a\\u0000b\"}"),
                Arguments.of("a line feed in a value", "{" + GOOD + ",\"refresh_token\":\"a\\nb\"}"),
                Arguments.of("NUL in a name", "{" + GOOD + ",\"refresh\\u0000_token\":\"a\"}"),
                Arguments.of("a raw control character", "{" + GOOD + ",\"refresh_token\":\"a\tb\"}"),
                Arguments.of("a form called JSON", "grant_type=refresh_token&refresh_token=x"),
                Arguments.of("many parameters", manyParameters()));
    }

    private static String manyParameters() {
        return IntStream.range(0, 3000)
                .mapToObj(i -> "\"p" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedJson")
    void malformedJsonIsRefusedOnBothEndpoints(String what, String body) {
        for (String path : List.of("/oauth/token", "/oauth/revoke")) {
            assertRefused(Http.send(Http.post(realm.uri(path), Http.JSON, body)));
        }
    }

    /** As {@code max_age} is in JSON of Auth0's SDKs for browsers. */
    @Test
    void aNumberAmongTheParametersIsNoReasonToRefuse() {
        String token = realm.refreshToken(WEB_APP, "alice");

        Answer answer = Http.send(Http.post(
                realm.uri("/oauth/token"),
                Http.JSON,
                "{" + GOOD + ",\"refresh_token\":\"" + token + "\",\"max_age\":3600,\"mine\":true}"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aNumberIsNoRefreshToken() {
        Answer answer =
                Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, "{" + GOOD + ",\"refresh_token\":12345}"));

        assertThat(answer.refusal()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void aScopeThatIsNoStringIsAnInvalidScope() {
        Answer answer = Http.send(Http.post(
                realm.uri("/oauth/token"), Http.JSON, "{" + GOOD + ",\"refresh_token\":\"a\",\"scope\":[\"openid\"]}"));

        assertThat(answer.refusal()).isEqualTo("400 invalid_scope: Invalid parameter: scope must be a string");
    }

    static Stream<Arguments> malformedForms() {
        String good = "client_id=web-app&client_secret=web-app-secret&grant_type=refresh_token";
        return Stream.of(
                Arguments.of("a repeated parameter", good + "&refresh_token=a&refresh_token=b"),
                Arguments.of("a repeated client", good + "&client_id=other-app&refresh_token=a"),
                Arguments.of("NUL in a value", good + "&refresh_token=a%00b"),
                Arguments.of("a line feed in a value", good + "&refresh_token=a%0Ab"),
                Arguments.of("a control character in a name", good + "&refresh%01_token=a"),
                Arguments.of("JSON called a form", "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"x\"}"),
                Arguments.of(
                        "ten thousand parameters",
                        IntStream.range(0, 10_000).mapToObj(i -> "p" + i + "=v").collect(Collectors.joining("&"))),
                Arguments.of("bad percent-encoding", good + "&refresh_token=%ZZ%"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedForms")
    void malformedFormsAreRefused(String what, String body) {
        Answer answer = Http.send(Http.post(realm.uri("/oauth/token"), Http.FORM, body));

        assertThat(answer.status()).as(answer.body()).isBetween(400, 501).isNotEqualTo(500);
        assertThat(answer.text("error")).as(answer.body()).isNotBlank();
        assertThat(answer.text("error_description")).as(answer.body()).isNotBlank();
        Answer revoke = Http.send(Http.post(realm.uri("/oauth/revoke"), Http.FORM, body));
        assertThat(revoke.status()).isIn(200, 400, 401, 413);
    }

    @Test
    void manyParametersAsJsonAreRefusedWithoutReadingThemAll() {
        String body = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"p" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, body))
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {Http.JSON, Http.FORM})
    void aMegabyteIsRefused(String contentType) {
        String value = "x".repeat(1024 * 1024);
        String body = contentType.equals(Http.JSON)
                ? "{" + GOOD + ",\"refresh_token\":\"" + value + "\"}"
                : "grant_type=refresh_token&refresh_token=" + value;

        assertRefused(Http.send(Http.post(realm.uri("/oauth/token"), contentType, body)));
        assertRefused(Http.send(Http.post(realm.uri("/oauth/revoke"), contentType, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jwt"})
    void anotherContentTypeIsRefused(String contentType) {
        Answer answer = Http.send(Http.post(realm.uri("/oauth/token"), contentType, "{" + GOOD + "}"));

        assertThat(answer.status()).isEqualTo(415);
        assertRefused(answer);
        assertRefused(Http.send(Http.post(realm.uri("/oauth/revoke"), contentType, "{" + GOOD + "}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "application", ";", ",", "application/", "application/json, text/plain"})
    void whatIsNoContentTypeIsRefused(String contentType) {
        for (String path : List.of("/oauth/token", "/oauth/revoke")) {
            Answer answer = Http.send(Http.post(realm.uri(path), contentType, "{" + GOOD + "}"));

            assertRefused(answer);
            assertThat(answer.status()).isEqualTo(415);
        }
    }

    @Test
    void noContentTypeIsRefused() {
        for (String path : List.of("/oauth/token", "/oauth/revoke")) {
            assertRefused(
                    Http.send(HttpRequest.newBuilder(realm.uri(path)).POST(BodyPublishers.ofString("{" + GOOD + "}"))));
            assertRefused(Http.send(HttpRequest.newBuilder(realm.uri(path)).POST(BodyPublishers.noBody())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=UTF-8", "APPLICATION/JSON", "application/json;charset=utf-8"})
    void contentTypesOfTheSameKindAreTaken(String contentType) {
        Answer answer = Http.send(Http.post(
                realm.uri("/oauth/token"), contentType, Http.json(WEB_APP.password("alice", ORDERS, "openid"))));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void parametersInTheQueryAreRefused() {
        String token = realm.refreshToken(WEB_APP, "alice");
        Answer both = Http.send(Http.post(
                realm.uri("/oauth/token?refresh_token=" + token),
                Http.JSON,
                Http.json(WEB_APP.credentials().with("grant_type", "refresh_token"))));
        assertRefused(both);
        Answer form = Http.send(
                Http.post(realm.uri("/oauth/revoke?token=" + token), Http.FORM, Http.form(WEB_APP.credentials())));
        assertRefused(form);
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void otherMethodsAreRefused() {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            Answer answer = Http.send(
                    HttpRequest.newBuilder(realm.uri("/oauth/token")).method(method, BodyPublishers.noBody()));
            assertThat(answer.status()).as(method).isBetween(400, 499);
        }
    }

    @Test
    void anEmptyScopeAndAudienceAreNone() {
        assertThat(realm.token(WEB_APP.password("alice", "", "")).status()).isEqualTo(200);
    }

    @Test
    void theServerHasLoggedNoErrorOfItsOwn() throws IOException {
        assertThat(server.logSince(begin)).doesNotContain("Uncaught server error");
        // Before that there may be what tests of rules provoke, and what the fuzz campaign makes Keycloak's own
        // endpoints log.
        assertThat(server.logSince(begin)).doesNotContain(" ERROR [io.refreshgrants");
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.text("error")).as(answer.body()).isNotBlank();
        assertThat(answer.text("error_description")).as(answer.body()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at org.");
    }
}
