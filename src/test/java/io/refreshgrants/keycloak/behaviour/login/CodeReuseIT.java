package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.VERIFIER;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A code that is used twice (RFC 6749 section 4.1.2). */
@KeycloakTest
class CodeReuseIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    CodeReuseIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void forgetEvents() {
        realm.events().forget();
    }

    private String code() {
        return realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsSecondUseEndsWhatTheFirstGave(boolean auth0) {
        Function<Map<String, ?>, Answer> exchange = auth0 ? realm::token : realm::keycloakToken;
        Parameters parameters = WEB_APP.code(code());
        Answer first = expect(200, exchange.apply(parameters));
        String family = realm.events()
                .newest("CODE_TO_TOKEN")
                .path("details")
                .path("refresh_token_family")
                .asText();

        assertThat(exchange.apply(parameters).text("error")).isEqualTo("invalid_grant");
        JsonNode reuse = realm.events().newest("CODE_TO_TOKEN_ERROR");
        assertThat(reuse.path("error").asText()).isEqualTo("invalid_code");
        assertThat(reuse.path("userId").asText()).isEqualTo(realm.users().id("alice"));
        assertThat(reuse.path("details").path("reason").asText()).isEqualTo("code_reused");
        assertThat(reuse.path("details").path("refresh_token_family").asText()).isEqualTo(family);

        assertThat(realm.token(WEB_APP.refresh(first.refreshToken())).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("code_reused");
        assertThat(realm.introspect(WEB_APP, first.accessToken(), "access_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .as("the access token's session is gone")
                .isFalse();
    }

    @Test
    void itsSecondUseEndsNoOtherLogin() {
        Answer other = expect(200, realm.token(WEB_APP.code(code())));
        Parameters parameters = WEB_APP.code(code());
        expect(200, realm.token(parameters));
        expect(403, realm.token(parameters));

        assertThat(realm.token(WEB_APP.refresh(other.refreshToken())).status()).isEqualTo(200);
    }

    @Test
    void aStrangerWithAUsedCodeEndsNothing() {
        String code = code();
        Answer first = expect(200, realm.token(WEB_APP.code(code)));

        expect(403, realm.token(OTHER_APP.code(code)));
        expect(401, realm.token(WEB_APP.code(code).with("client_secret", "wrong")));
        expect(401, realm.token(WEB_APP.code(code).with("client_secret", null)));
        assertThat(realm.token(WEB_APP.refresh(first.refreshToken())).status()).isEqualTo(200);
    }

    /** The code of an application without a secret is in the browser's history; its verifier is not. */
    @Test
    void aPublicClientsUsedCodeIsWorthNothingWithoutTheVerifier() {
        Parameters parameters = NATIVE_APP
                .code(realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, SCOPE)), "alice"))
                .with("code_verifier", VERIFIER);
        Answer first = expect(200, realm.token(parameters));
        String other = "another-verifier-of-at-least-forty-three-characters";

        expect(403, realm.token(new Parameters().with(parameters).with("code_verifier", null)));
        expect(403, realm.token(new Parameters().with(parameters).with("code_verifier", other)));
        assertThat(realm.token(NATIVE_APP.refresh(first.refreshToken())).status())
                .isEqualTo(200);

        expect(403, realm.token(parameters));
        assertThat(realm.token(NATIVE_APP.refresh(first.refreshToken())).refusal())
                .isEqualTo(UNKNOWN);
    }

    /** Keycloak takes control characters out of what it reads, and so makes one code of two. */
    @Test
    void aCodeWithAControlCharacterInItIsTheSameCode() {
        String code = code();
        Answer first = expect(200, realm.keycloakToken(WEB_APP.code(code.charAt(0) + "\u0001" + code.substring(1))));
        expect(400, realm.keycloakToken(WEB_APP.code(code)));

        assertThat(realm.token(WEB_APP.refresh(first.refreshToken())).refusal()).isEqualTo(UNKNOWN);
    }

    @RepeatedTest(8)
    void ofUsesAtOnceNothingIsLeftAlive() throws Exception {
        Callable<Answer> exchange =
                exchange(WEB_APP.code(realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "bob")));
        List<Answer> answers;
        try (AtOnce atOnce = new AtOnce()) {
            answers = atOnce.send(Collections.nCopies(4, exchange));
        }

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allMatch(answer -> answer.refusal().equals("403 invalid_grant: Invalid authorization code"));
        assertThat(realm.ledger().living())
                .noneMatch(family ->
                        family.path("USER_ID").asText().equals(realm.users().id("bob")));
        answers.stream()
                .filter(answer -> answer.status() == 200)
                .forEach(answer -> assertThat(realm.token(WEB_APP.refresh(answer.refreshToken()))
                                .refusal())
                        .isEqualTo(UNKNOWN));
        assertThat(realm.events().ofType("CODE_TO_TOKEN_ERROR"))
                .anyMatch(event -> event.path("details").path("reason").asText().equals("code_reused"));
    }

    private Callable<Answer> exchange(Parameters parameters) {
        return () -> realm.token(parameters);
    }
}
