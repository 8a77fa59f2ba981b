package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
                .apply(MACHINE.credentials()
                        .with("grant_type", "client_credentials")
                        .with("audience", ORDERS));

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

        assertThat(Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, body))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void scopesThatTheClientDoesNotHaveAreDropped() {
        Answer answer = realm.token(WEB_APP.password("alice", ORDERS, SCOPE + " delete:everything"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.scope()).contains("read:orders").doesNotContain("delete:everything");
    }

    @Test
    void idTokensCarryTheNonceOfTheLogin() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE).with("nonce", "the-nonce"), "alice");
        JsonNode idToken = realm.token(WEB_APP.code(code)).claims("id_token");

        assertThat(idToken.path("nonce").asText()).isEqualTo("the-nonce");
        assertThat(idToken.path("aud").asText()).isEqualTo("web-app");
    }
}
