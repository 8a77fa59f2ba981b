package io.refreshgrants.keycloak.behaviour;

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
import org.junit.jupiter.api.Test;

/** {@code /oauth/token} for applications in a browser, on an origin of their own. */
@KeycloakTest
class TokenCorsIT {

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
}
