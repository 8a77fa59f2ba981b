package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of headers have no case (RFC 9110 section 5.1). HTTP/2 has lower case only, and many proxies write it, too. */
@KeycloakTest
class HeaderNamesIT {

    private static final String OWN = "http://localhost:3000";
    private static final String FOREIGN = "https://evil.example.com";

    private final DemoRealm realm;

    HeaderNamesIT(DemoRealm realm) {
        this.realm = realm;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin", "origin", "ORIGIN", "oRiGiN"})
    void anOriginIsSeenAtTheTokenEndpoint(String name) {
        String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid")), "alice");
        Parameters exchange = SPA.code(code).with("code_verifier", Browser.VERIFIER);
        Answer foreign = post("/oauth/token", exchange, name, FOREIGN);
        assertThat(foreign.refusal()).isEqualTo("403 access_denied: Origin not allowed");
        assertThat(foreign.headers()).doesNotContainKey("access-control-allow-origin");
        assertThat(realm.events().reason("CODE_TO_TOKEN_ERROR")).isEqualTo("Invalid origin");

        Answer own = post("/oauth/token", exchange, name, OWN);
        assertThat(own.status()).as(own.body()).isEqualTo(200);
        assertThat(own.headers()).containsEntry("access-control-allow-origin", OWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin", "origin", "oRiGiN"})
    void anOriginIsSeenAtTheRevocationEndpoint(String name) {
        Answer foreign = post("/oauth/revoke", SPA.revoke("x"), name, FOREIGN);
        assertThat(foreign.refusal()).isEqualTo("403 access_denied: Origin not allowed");
        assertThat(foreign.headers()).doesNotContainKey("access-control-allow-origin");

        Answer own = post("/oauth/revoke", SPA.revoke("x"), name, OWN);
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.headers()).containsEntry("access-control-allow-origin", OWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "AUTHORIZATION", "aUTHORIZATION"})
    void aSecretInAHeaderIsSeen(String name) {
        String basic = "Basic "
                + Base64.getEncoder().encodeToString("web-app:web-app-secret".getBytes(StandardCharsets.UTF_8));
        Parameters login = WEB_APP.password("alice", ORDERS, "openid offline_access")
                .with("client_id", null)
                .with("client_secret", null);
        Answer tokens = post("/oauth/token", login, name, basic);
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);

        Parameters token = Parameters.of("token", tokens.refreshToken());
        assertThat(post("/oauth/revoke", token, name, basic).status()).isEqualTo(200);
        assertThat(realm.token(WEB_APP.refresh(tokens.refreshToken())).refusal())
                .isEqualTo(Answer.UNKNOWN);
        assertThat(post("/oauth/revoke", token, name, "Basic %").status()).isEqualTo(401);
    }

    /** What the page says, and in which language, comes from headers that our translation of the request passes on. */
    @ParameterizedTest
    @ValueSource(strings = {"Accept-Language", "accept-language", "aCCEPT-lANGUAGE"})
    void aLanguageIsSeenAtTheAuthorizationEndpoint(String name) {
        realm.admin().change("/" + realm.name(), representation -> {
            representation.put("internationalizationEnabled", true);
            representation.putArray("supportedLocales").add("en").add("de");
        });
        Answer page = Http.send(
                HttpRequest.newBuilder(realm.uri("/authorize?" + Http.form(codeRequest(WEB_APP, ORDERS, "openid"))))
                        .header(name, "de"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("lang=\"de\"");
    }

    @Test
    void http2IsServedAlike() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // The first request asks for the other protocol; what follows on its connection speaks it.
        HttpResponse<String> foreign = null;
        for (int i = 0; i < 2; i++) {
            foreign = client.send(
                    Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(NATIVE_APP.refresh("x")))
                            .header("Origin", FOREIGN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        assertThat(foreign.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("Origin not allowed");
    }

    private Answer post(String path, Map<String, ?> parameters, String name, String value) {
        HttpRequest.Builder request = Http.post(realm.uri(path), Http.JSON, Http.json(parameters));
        return Http.send(request.header(name, value));
    }
}
