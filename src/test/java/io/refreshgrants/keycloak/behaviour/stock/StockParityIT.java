package io.refreshgrants.keycloak.behaviour.stock;

import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.StockRealm;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was not ours stays as it was: the same calls against a Keycloak with the jar and one without, and what differs
 * by nature (ids, times, signatures) taken out of the answers.
 */
@KeycloakTest
class StockParityIT {

    private static final String OFFLINE = "openid offline_access";

    private final DemoRealm ours;
    private final DemoRealm stock;

    StockParityIT(DemoRealm ours, StockRealm stock) {
        this.ours = ours;
        this.stock = stock.realm();
    }

    static Stream<Arguments> scenarios() {
        return Stream.of(
                scenario("password", realm -> List.of(realm.keycloakToken(WEB_APP.password("alice", null, "openid")))),
                scenario(
                        "password without a scope",
                        realm -> List.of(realm.keycloakToken(WEB_APP.password("alice", null, null)))),
                scenario(
                        "an audience that is nobody's",
                        realm -> List.of(realm.keycloakToken(WEB_APP.password("alice", "account", "openid")))),
                scenario(
                        "a wrong password",
                        realm -> List.of(realm.keycloakToken(
                                WEB_APP.password("alice", null, "openid").with("password", "wrong")))),
                scenario(
                        "a wrong secret",
                        realm -> List.of(realm.keycloakToken(
                                WEB_APP.password("alice", null, "openid").with("client_secret", "wrong")))),
                scenario(
                        "an unknown client",
                        realm -> List.of(realm.keycloakToken(Parameters.of(
                                "grant_type", "password", "client_id", "nobody", "username", "a", "password", "b")))),
                scenario(
                        "an unknown scope",
                        realm -> List.of(realm.keycloakToken(WEB_APP.password("alice", null, "openid nonsense")))),
                scenario("no grant type", realm -> List.of(realm.keycloakToken(WEB_APP.credentials()))),
                scenario(
                        "an unknown grant type",
                        realm -> List.of(
                                realm.keycloakToken(WEB_APP.credentials().with("grant_type", "x")))),
                scenario(
                        "a repeated parameter",
                        realm -> List.of(Http.send(Http.post(
                                realm.uri("/protocol/openid-connect/token"),
                                Http.FORM,
                                Http.form(WEB_APP.password("alice", null, "openid")) + "&scope=openid")))),
                scenario("online refresh", StockParityIT::onlineRefresh),
                scenario("offline refresh", StockParityIT::offlineRefresh),
                scenario("refresh with a narrower scope", realm -> {
                    Answer login = realm.keycloakToken(WEB_APP.password("alice", null, "openid read:orders"));
                    return List.of(realm.keycloakToken(
                            WEB_APP.refresh(login.refreshToken()).with("scope", "openid")));
                }),
                scenario("refresh by another client", realm -> {
                    Answer login = realm.keycloakToken(WEB_APP.password("alice", null, "openid"));
                    return List.of(realm.keycloakToken(OTHER_APP.refresh(login.refreshToken())));
                }),
                scenario(
                        "refresh without a token",
                        realm -> List.of(
                                realm.keycloakToken(WEB_APP.credentials().with("grant_type", "refresh_token")))),
                scenario("revocation", realm -> {
                    Answer login = realm.keycloakToken(WEB_APP.password("alice", null, OFFLINE));
                    return List.of(
                            realm.introspect(WEB_APP, login.refreshToken(), "refresh_token"),
                            realm.keycloakRevoke(WEB_APP.revoke(login.refreshToken())),
                            realm.keycloakToken(WEB_APP.refresh(login.refreshToken())),
                            realm.introspect(WEB_APP, login.refreshToken(), "refresh_token"),
                            realm.introspect(WEB_APP, login.accessToken(), null),
                            realm.keycloakRevoke(WEB_APP.revoke(login.refreshToken())),
                            realm.keycloakRevoke(WEB_APP.revoke("nonsense")),
                            realm.keycloakRevoke(WEB_APP.credentials()),
                            realm.keycloakRevoke(OTHER_APP.revoke(login.refreshToken())));
                }),
                scenario("revocation of an access token", realm -> {
                    Answer login = realm.keycloakToken(WEB_APP.password("alice", null, "openid"));
                    return List.of(
                            realm.userinfo(login.accessToken()),
                            realm.keycloakRevoke(WEB_APP.revoke(login.accessToken())),
                            realm.userinfo(login.accessToken()));
                }),
                scenario("introspection", realm -> {
                    Answer login = realm.keycloakToken(WEB_APP.password("alice", null, "openid"));
                    return List.of(
                            realm.introspect(WEB_APP, login.accessToken(), null),
                            realm.introspect(OTHER_APP, login.accessToken(), null),
                            realm.introspect(WEB_APP, login.refreshToken(), null),
                            realm.introspect(WEB_APP, "nonsense", null));
                }),
                scenario(
                        "client credentials",
                        realm -> List.of(
                                realm.keycloakToken(MACHINE.credentials().with("grant_type", "client_credentials")),
                                realm.keycloakToken(MACHINE.credentials()
                                        .with("grant_type", "client_credentials")
                                        .with("audience", "https://api.example.com/orders")))),
                scenario("code", realm -> {
                    String code = realm.browser()
                            .keycloakCode(codeRequest(WEB_APP, null, "openid").with("nonce", "n"), "alice");
                    Answer first = realm.keycloakToken(WEB_APP.code(code));
                    return List.of(
                            first,
                            realm.keycloakToken(WEB_APP.refresh(first.refreshToken())),
                            realm.keycloakToken(WEB_APP.code(code)));
                }),
                scenario("code with offline access, then silent sign-on", realm -> {
                    Browser browser = realm.browser();
                    String code = browser.keycloakCode(codeRequest(WEB_APP, null, OFFLINE), "alice");
                    Answer first = realm.keycloakToken(WEB_APP.code(code));
                    return List.of(
                            first,
                            realm.keycloakToken(WEB_APP.refresh(first.refreshToken())),
                            browser.keycloakAuthorize(
                                    codeRequest(WEB_APP, null, "openid").with("prompt", "none")));
                }),
                scenario("code with PKCE", realm -> {
                    String code =
                            realm.browser().keycloakCode(withPkce(codeRequest(NATIVE_APP, null, "openid")), "bob");
                    return List.of(realm.keycloakToken(NATIVE_APP.code(code).with("code_verifier", "wrong")));
                }),
                scenario("implicit", realm -> {
                    Browser browser = realm.browser();
                    return List.of(browser.login(
                            browser.keycloakAuthorize(codeRequest(SPA, null, OFFLINE)
                                    .with("response_type", "token id_token")
                                    .with("nonce", "n")),
                            "alice"));
                }),
                scenario("hybrid", realm -> {
                    Browser browser = realm.browser();
                    return List.of(browser.login(
                            browser.keycloakAuthorize(withPkce(codeRequest(SPA, null, "openid")
                                    .with("response_type", "code token")
                                    .with("nonce", "n"))),
                            "alice"));
                }),
                scenario(
                        "authorization errors",
                        realm -> List.of(
                                realm.browser().keycloakAuthorize(codeRequest(WEB_APP, null, "openid nonsense")),
                                realm.browser()
                                        .keycloakAuthorize(codeRequest(WEB_APP, null, "openid")
                                                .with("prompt", "none")),
                                realm.browser()
                                        .keycloakAuthorize(codeRequest(WEB_APP, null, "openid")
                                                .with("response_type", "x")))),
                scenario(
                        "a wrong content type",
                        realm -> List.of(Http.postJson(
                                realm.uri("/protocol/openid-connect/token"),
                                WEB_APP.password("alice", null, "openid")))),
                scenario(
                        "a form that cannot be read",
                        realm -> List.of(Http.send(
                                Http.post(realm.uri("/protocol/openid-connect/token"), Http.FORM, "grant_type=%ZZ")))),
                scenario(
                        "what is not there",
                        realm -> List.of(
                                Http.get(realm.uri("/nothing")),
                                Http.get(realm.uri("/protocol/nothing")),
                                Http.get(realm.uri("").resolve("/nothing")),
                                Http.postForm(realm.uri("").resolve("/nothing"), Map.of("a", "b")),
                                Http.get(realm.uri("").resolve("/favicon.ico")),
                                Http.get(realm.uri("").resolve("/authorize")),
                                Http.postForm(realm.uri("").resolve("/oauth/token"), Map.of("a", "b")),
                                Http.send(HttpRequest.newBuilder(realm.uri("").resolve("/nothing"))
                                        .method("DELETE", HttpRequest.BodyPublishers.noBody())),
                                Http.get(realm.uri("").resolve("/admin/realms/none")),
                                Http.postJson(
                                        realm.uri("").resolve("/realms/none/protocol/openid-connect/token"),
                                        Map.of()))),
                scenario("a requesting party token", realm -> {
                    String user = realm.keycloakToken(WEB_APP.password("alice", null, "openid"))
                            .accessToken();
                    return List.of(Http.send(Http.post(
                                    realm.uri("/protocol/openid-connect/token"),
                                    Http.FORM,
                                    Http.form(Parameters.of(
                                            "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                                            "audience", "web-app")))
                            .header("Authorization", "Bearer " + user)));
                }),
                scenario("discovery", realm -> List.of(Http.get(realm.uri("/.well-known/openid-configuration")))));
    }

    private static List<Answer> onlineRefresh(DemoRealm realm) {
        Answer login = realm.keycloakToken(WEB_APP.password("alice", null, "openid"));
        Answer refreshed = realm.keycloakToken(WEB_APP.refresh(login.refreshToken()));
        return List.of(login, refreshed, realm.keycloakToken(WEB_APP.refresh(refreshed.refreshToken())));
    }

    private static List<Answer> offlineRefresh(DemoRealm realm) {
        Answer login = realm.keycloakToken(WEB_APP.password("alice", null, OFFLINE));
        return List.of(
                login,
                realm.keycloakToken(WEB_APP.refresh(login.refreshToken())),
                realm.keycloakToken(WEB_APP.refresh(login.refreshToken())),
                realm.userinfo(login.accessToken()));
    }

    private static Arguments scenario(String name, Function<DemoRealm, List<Answer>> calls) {
        return Arguments.of(name, calls);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void theAnswersAreThoseOfKeycloakWithoutTheJar(String name, Function<DemoRealm, List<Answer>> calls) {
        assertThat(new ComparableAnswers(ours).of(calls.apply(ours)))
                .isEqualTo(new ComparableAnswers(stock).of(calls.apply(stock)));
        assertThat(ours.ledger().rows()).isEmpty();
    }

    @Test
    void theEventsAreThoseOfKeycloakWithoutTheJar() {
        stock.events().forget();
        for (DemoRealm realm : List.of(ours, stock)) {
            onlineRefresh(realm);
            offlineRefresh(realm);
        }
        for (String type : List.of("LOGIN", "REFRESH_TOKEN")) {
            assertThat(ours.events().ofType(type).stream()
                            .map(StockParityIT::details)
                            .toList())
                    .isNotEmpty()
                    .isEqualTo(stock.events().ofType(type).stream()
                            .map(StockParityIT::details)
                            .toList());
        }
    }

    private static List<String> details(JsonNode event) {
        List<String> names = new ArrayList<>();
        event.path("details").fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }
}
