package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.ClientCertificate;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens bound to the application's certificate (RFC 8705): whoever has one without the certificate has nothing. */
@KeycloakTest
class CertificateBoundIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String WRONG =
            "Client certificate missing, or its thumbprint and one in the token did NOT match";

    private static ClientCertificate certificate;
    private static ClientCertificate anotherCertificate;

    private final DemoRealm realm;

    CertificateBoundIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeAll
    static void certificates() {
        certificate = ClientCertificate.selfSigned("application");
        anotherCertificate = ClientCertificate.selfSigned("stranger");
    }

    @BeforeEach
    void applicationsWithCertificates() {
        realm.users().replace("carol");
        // With a leeway, a token that a refused request had used up would still be good.
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "0");
        applications()
                .forEach(application -> realm.clients()
                        .setAttribute(application, "tls.client.certificate.bound.access.tokens", "true"));
    }

    /** The first keeps its refresh token, that of the other rotates. */
    static Stream<Application> applications() {
        return Stream.of(OTHER_APP, ROTATING_APP);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void theCertificateOfTheLoginIsThatOfAllItsTokens(Application application) {
        Answer login = login(application);
        assertBound(login, "access_token");
        assertBound(login, "refresh_token");

        Answer first = expect(200, refresh(certificate, application, login.refreshToken()));
        assertBound(first, "access_token");
        String kept = login.refreshToken();
        if (application.equals(ROTATING_APP)) {
            assertBound(first, "refresh_token");
            kept = first.refreshToken();
            assertThat(kept).isNotEqualTo(login.refreshToken());
        }
        assertBound(expect(200, refresh(certificate, application, kept)), "access_token");
    }

    @Test
    void soIsThatOfACodesExchange() {
        String code = realm.browser().code(codeRequest(OTHER_APP, ORDERS, SCOPE), "carol");
        Answer login = expect(200, certificate.postForm(realm.uri("/oauth/token"), OTHER_APP.code(code)));

        assertBound(login, "access_token");
        assertBound(login, "refresh_token");
        expect(200, refresh(certificate, OTHER_APP, login.refreshToken()));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void withoutItATokenIsNotExchangedAndStaysGood(Application application) {
        String token = login(application).refreshToken();

        assertThat(refresh(anotherCertificate, application, token).refusal()).isEqualTo("403 access_denied: " + WRONG);
        assertRefused();
        assertThat(realm.token(application.refresh(token)).refusal()).isEqualTo("403 access_denied: " + WRONG);
        assertRefused();
        assertThat(realm.keycloakToken(application.refresh(token)).refusal())
                .isEqualTo("401 unauthorized_client: " + WRONG);
        assertRefused();

        assertThat(refresh(certificate, application, token).status()).isEqualTo(200);
    }

    /** The reuse of a token ends its family, which is not for those to do who could not have used it. */
    @Test
    void aTokenUsedAlreadyEndsNothingWithoutIt() {
        String used = login(ROTATING_APP).refreshToken();
        String current = expect(200, refresh(certificate, ROTATING_APP, used)).refreshToken();

        assertThat(refresh(anotherCertificate, ROTATING_APP, used).refusal()).isEqualTo("403 access_denied: " + WRONG);
        assertRefused();
        assertThat(refresh(certificate, ROTATING_APP, current).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/revoke", "/protocol/openid-connect/revoke"})
    void withoutItNothingIsRevoked(String path) {
        URI revocation = realm.uri(path);
        String token = login(OTHER_APP).refreshToken();
        String onAnotherDevice = login(OTHER_APP).refreshToken();

        assertThat(Http.postForm(revocation, OTHER_APP.revoke(token)).refusal())
                .isEqualTo("400 invalid_request: " + WRONG);
        assertNotRevoked();
        assertThat(anotherCertificate
                        .postForm(revocation, OTHER_APP.revoke(token))
                        .refusal())
                .isEqualTo("400 invalid_request: " + WRONG);
        assertNotRevoked();
        assertThat(refresh(certificate, OTHER_APP, token).status()).isEqualTo(200);

        assertThat(certificate.postForm(revocation, OTHER_APP.revoke(token)).status())
                .isEqualTo(200);
        assertThat(realm.ledger().living()).isEmpty();
        assertThat(refresh(certificate, OTHER_APP, token).refusal()).isEqualTo(Answer.UNKNOWN);
        assertThat(refresh(certificate, OTHER_APP, onAnotherDevice).refusal())
                .as("the grant's other family")
                .isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void anAccessTokenShowsItAndIsOfNoUseWithoutIt() {
        String token = login(OTHER_APP).accessToken();

        assertThat(thumbprint(realm.introspect(OTHER_APP, token, "access_token").json()))
                .isEqualTo(certificate.thumbprint());
        assertThat(certificate.send(userinfo(token)).text("sub"))
                .isEqualTo(realm.users().id("carol"));
        assertThat(anotherCertificate.send(userinfo(token)).status()).isEqualTo(401);
        assertThat(realm.userinfo(token).status()).isEqualTo(401);
        assertThat(realm.events().reason("USER_INFO_REQUEST_ERROR")).isEqualTo(WRONG);
    }

    /** The policy calls it an {@code invalid_grant}, which would have the application throw the token away. */
    @Test
    void aPolicyThatAsksForItSaysTheSame() {
        String token = login(OTHER_APP).refreshToken();
        policy("holder-of-key-enforcer");
        try {
            assertThat(refresh(anotherCertificate, OTHER_APP, token).refusal())
                    .isEqualTo("403 access_denied: " + WRONG);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("client_policy_error");
            assertThat(refresh(certificate, OTHER_APP, token).status()).isEqualTo(200);
            assertThat(realm.revoke(OTHER_APP.revoke(token)).refusal()).isEqualTo("403 access_denied: " + WRONG);
            assertThat(realm.events().reason("REVOKE_GRANT_ERROR")).isEqualTo("client_policy_error");
            assertThat(realm.ledger().living()).hasSize(1);
            assertThat(certificate
                            .postJson(realm.uri("/oauth/revoke"), OTHER_APP.revoke(token))
                            .status())
                    .isEqualTo(200);
            assertThat(realm.ledger().living()).isEmpty();
        } finally {
            policies("policies", List.of());
        }
    }

    private void policy(String executor) {
        Map<String, ?> enforced = Map.of("executor", executor, "configuration", Map.of("auto-configure", "false"));
        Map<String, ?> everyClient = Map.of("condition", "any-client", "configuration", Map.of());
        policies("profiles", List.of(Map.of("name", "bound", "executors", List.of(enforced))));
        policies(
                "policies",
                List.of(Map.of(
                        "name",
                        "bound",
                        "enabled",
                        true,
                        "profiles",
                        List.of("bound"),
                        "conditions",
                        List.of(everyClient))));
    }

    private void policies(String kind, List<?> these) {
        expect(204, realm.admin().put("/" + realm.name() + "/client-policies/" + kind, Map.of(kind, these)));
    }

    private Answer login(Application application) {
        return expect(
                200, certificate.postJson(realm.uri("/oauth/token"), application.password("carol", ORDERS, SCOPE)));
    }

    private Answer refresh(ClientCertificate shown, Application application, String token) {
        return shown.postJson(realm.uri("/oauth/token"), application.refresh(token));
    }

    private HttpRequest.Builder userinfo(String token) {
        return HttpRequest.newBuilder(realm.uri("/protocol/openid-connect/userinfo"))
                .header("Authorization", "Bearer " + token);
    }

    private static void assertBound(Answer answer, String token) {
        assertThat(thumbprint(answer.claims(token))).as(token).isEqualTo(certificate.thumbprint());
    }

    private static String thumbprint(JsonNode claims) {
        return claims.path("cnf").path("x5t#S256").asText();
    }

    private void assertRefused() {
        JsonNode event = realm.events().newest("REFRESH_TOKEN_ERROR");
        assertThat(event.path("error").asText()).isEqualTo("not_allowed");
        assertThat(event.path("details").path("reason").asText()).isEqualTo(WRONG);
        realm.events().forget();
    }

    private void assertNotRevoked() {
        assertThat(realm.events().reason("REVOKE_GRANT_ERROR")).isEqualTo("token_binding_not_proven");
        assertThat(realm.ledger().living()).hasSize(2);
        realm.events().forget();
    }
}
