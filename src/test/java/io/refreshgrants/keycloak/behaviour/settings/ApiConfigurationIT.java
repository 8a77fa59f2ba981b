package io.refreshgrants.keycloak.behaviour.settings;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API is refused when it is saved, with a message that names the field. */
@KeycloakTest
class ApiConfigurationIT {

    private final DemoRealm realm;

    ApiConfigurationIT(DemoRealm realm) {
        this.realm = realm;
    }

    @ParameterizedTest
    @CsvSource({
        "identifier, '', identifier must not be empty",
        "identifier, 'a b', identifier must not contain white space or control characters",
        "allow_offline_access, maybe, allow_offline_access must be true or false",
        "token_lifetime, 0, token_lifetime must be a whole number of seconds from 1 to 2592000",
        "token_lifetime, 2592001, token_lifetime must be a whole number of seconds from 1 to 2592000",
        "token_lifetime, -5, token_lifetime must be a whole number of seconds from 1 to 2592000",
        "token_lifetime, a day, token_lifetime must be a whole number of seconds from 1 to 2592000",
        "token_lifetime_for_web, 0, token_lifetime_for_web must be a whole number of seconds from 1 to 2592000"
    })
    void aBadValueIsRefused(String field, String value, String message) {
        Answer answer = realm.clients().setApi("orders-api", field, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void anIdentifierOf255CharactersIsTakenAndOf256Refused() {
        assertThat(realm.clients()
                        .setApi("reports-api", "identifier", "x".repeat(256))
                        .body())
                .contains("identifier must not be longer than 255 characters");
        assertThat(realm.clients()
                        .setApi("reports-api", "identifier", "x".repeat(255))
                        .status())
                .isEqualTo(204);
        assertThat(realm.token(WEB_APP.password("alice", "x".repeat(255), "openid"))
                        .status())
                .isEqualTo(200);
        assertThat(realm.clients()
                        .setApi("reports-api", "identifier", "https://api.example.com/reports")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void anIdentifierThatAnotherApiHasIsRefused() {
        Answer answer = realm.clients().setApi("orders-api", "identifier", BILLING);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("identifier is taken by the client scope billing-api");
    }

    @Test
    void theLimitsThemselvesAreTaken() {
        assertThat(realm.clients().setApi("orders-api", "token_lifetime", "1").status())
                .isEqualTo(204);
        assertThat(realm.clients()
                        .setApi("orders-api", "token_lifetime", "2592000")
                        .status())
                .isEqualTo(204);
        assertThat(realm.clients()
                        .setApi("orders-api", "token_lifetime", "86400")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aSecondApiOnOneScopeIsRefused() {
        Answer answer = realm.admin()
                .post(realm.clients().scopePath("orders-api") + "/protocol-mappers/models", mapper("urn:second"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("is an API already");
    }

    /** Keycloak asks no mapper whether it is valid that comes inside a new client scope. */
    @Test
    void aMapperInsideANewClientScopeMakesNoSecondApiOfAnIdentifier() {
        Map<String, Object> open = mapper(BILLING);
        open.put("config", Map.of("identifier", BILLING, "allow_offline_access", "true"));
        assertThat(embedded("embedded-api", List.of(open)).status()).isEqualTo(201);
        realm.clients().assign(WEB_APP, "embedded-api", "optional");

        assertThat(realm.token(WEB_APP.password("alice", BILLING, "openid")).refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: " + BILLING);
        assertThat(realm.login(WEB_APP, "alice", null, "openid embedded-api")
                        .claims("access_token")
                        .path("aud")
                        .toString())
                .doesNotContain(BILLING);
        realm.admin().delete(realm.clients().scopePath("embedded-api"));
        assertThat(realm.login(WEB_APP, "alice", BILLING, "openid").status()).isEqualTo(200);
    }

    @Test
    void norDoTwoOnOneClientScopeOrOneThatIsTooLong() {
        Map<String, Object> second = mapper("urn:embedded:2");
        second.put("name", "API 2");
        embedded("two-apis", List.of(mapper("urn:embedded:1"), second));
        embedded("long-api", List.of(mapper("urn:" + "x".repeat(300))));
        realm.clients().assign(WEB_APP, "two-apis", "optional");
        realm.clients().assign(WEB_APP, "long-api", "optional");

        for (String identifier : List.of("urn:embedded:1", "urn:embedded:2", "urn:" + "x".repeat(300))) {
            assertThat(realm.token(WEB_APP.password("alice", identifier, "openid"))
                            .refusal())
                    .isEqualTo("403 access_denied: Service not enabled within domain: " + identifier);
        }
    }

    private Answer embedded(String name, List<Map<String, Object>> mappers) {
        return realm.admin()
                .post(
                        "/" + realm.name() + "/client-scopes",
                        Map.of("name", name, "protocol", "openid-connect", "protocolMappers", mappers));
    }

    @Test
    void anApiOnAClientIsRefused() {
        Answer answer =
                realm.admin().post(realm.clients().path(WEB_APP) + "/protocol-mappers/models", mapper("urn:client"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("An API belongs on a client scope");
    }

    @Test
    void lifetimesDefaultToAuth0s() {
        Answer created = realm.admin()
                .post(
                        "/" + realm.name() + "/client-scopes",
                        Map.of("name", "default-api", "protocol", "openid-connect"));
        assertThat(created.status()).isEqualTo(201);
        Answer mapper = realm.admin()
                .post(realm.clients().scopePath("default-api") + "/protocol-mappers/models", mapper("default-api"));
        assertThat(mapper.status()).as(mapper.body()).isEqualTo(201);
        realm.clients().assign(WEB_APP, "default-api", "optional");

        Answer answer = realm.login(WEB_APP, "alice", "default-api", "openid offline_access");

        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(86400);
        assertThat(answer.has("refresh_token")).as("off by default").isFalse();
    }

    @Test
    void theMapperIsOfferedInTheConsole() {
        Answer info = realm.admin().get("serverinfo");

        assertThat(info.status()).isEqualTo(200);
        assertThat(info.body()).contains("refresh-grants-api-mapper").contains("Allow Offline Access");
    }

    private static Map<String, Object> mapper(String identifier) {
        return Parameters.of("name", "API", "protocol", "openid-connect", "protocolMapper", "refresh-grants-api-mapper")
                .with("config", Map.of("identifier", identifier));
    }
}
