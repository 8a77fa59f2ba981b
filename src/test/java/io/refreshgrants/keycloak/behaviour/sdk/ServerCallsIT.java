package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Auth0's SDKs for servers send in languages that are not run here: their requests, with what they leave empty. */
@KeycloakTest
class ServerCallsIT {

    private static final String DOMAIN = "server.example.com";
    private static final String SCOPE = "openid profile offline_access read:orders";
    private static final Set<String> SCOPES = Set.of(SCOPE.split(" "));

    private final DemoRealm realm;
    private final TenantSite tenant;
    private final ManagementApi api;

    ServerCallsIT(DemoRealm realm) {
        this.realm = realm;
        this.tenant = TenantSite.claimedBy(realm, DOMAIN);
        this.api = ManagementApi.as(
                realm,
                "https://" + DOMAIN + "/api/v2/",
                "lists",
                List.of(
                        "read:grants",
                        "read:device_credentials",
                        "read:clients",
                        "read:client_grants",
                        "read:resource_servers",
                        "read:rules",
                        "read:rules_configs",
                        "read:actions"),
                "view-users",
                "view-clients",
                "view-realm");
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationLivesFromItsLoginToItsRevocation(ServerSdk sdk) {
        Answer tokens = expect(200, token(sdk, sdk.exchange(code(authorization()))));
        assertThat(tokens.scope()).isEqualTo(SCOPES);
        assertThat(tokens.claims("id_token").path("iss").asText()).isEqualTo(tenant.issuer());

        Answer renewed = expect(200, token(sdk, sdk.refresh(tokens.refreshToken())));
        assertThat(renewed.scope()).as("an empty scope narrows nothing").isEqualTo(SCOPES);
        assertThat(renewed.has("id_token")).isTrue();

        Answer revoked = post("/oauth/revoke", sdk.revocationType(), WEB_APP.revoke(tokens.refreshToken()));
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(token(sdk, sdk.refresh(tokens.refreshToken())).refusal()).isEqualTo(Answer.UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @ParameterizedTest
    @EnumSource
    void aUserLogsInByPassword(ServerSdk sdk) {
        Answer tokens = expect(200, token(sdk, sdk.password("alice")));

        assertThat(tokens.has("id_token")).isTrue();
        assertThat(tokens.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(token(sdk, sdk.password("nobody")).refusal())
                .isEqualTo("403 invalid_grant: Wrong email or password.");
    }

    @ParameterizedTest
    @EnumSource
    void anAuthorizationRequestIsPushed(ServerSdk sdk) {
        Answer pushed = post("/oauth/par", sdk.tokenType(), authorization().with(WEB_APP.credentials()));
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(201);

        String code = code(Parameters.of("client_id", WEB_APP.clientId(), "request_uri", pushed.text("request_uri")));
        assertThat(expect(200, token(sdk, sdk.exchange(code))).scope()).isEqualTo(SCOPES);
    }

    /** Lists as the management clients ask for them when the application names no filter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // auth0-python
                "grants?include_totals=false",
                "device-credentials?include_fields=true&user_id=%s&client_id=web-app&type=refresh_token&include_totals=false",
                "clients?include_fields=true",
                "client-grants?include_totals=false",
                "resource-servers?include_totals=false",
                "rules?stage=login_success&include_fields=true&include_totals=false&enabled=true",
                "actions/actions?installed=false",
                "rules-configs",
                // ruby-auth0
                "clients?fields&include_fields&page&per_page",
                "rules?enabled&fields&include_fields&stage",
                "device-credentials?user_id=%s&client_id&type&fields&include_fields",
                // go-auth0
                "grants?include_totals=true&per_page=50",
                "clients?include_totals=true&per_page=50",
                "client-grants?include_totals=true&per_page=50",
                "resource-servers?include_totals=true&per_page=50",
                "rules?include_totals=true&per_page=50"
            })
    void aListIsAnsweredWithTheFiltersThatSdksLeaveEmpty(String list) {
        Answer answer = api.get(list.formatted(realm.users().id("alice")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static Parameters authorization() {
        return Browser.codeRequest(WEB_APP, ORDERS, SCOPE);
    }

    private String code(Parameters request) {
        return tenant.browser().code(request, "alice");
    }

    private Answer token(ServerSdk sdk, Parameters body) {
        return post("/oauth/token", sdk.tokenType(), body);
    }

    private Answer post(String path, String type, Parameters body) {
        String text = type.equals(Http.JSON) ? Http.json(body) : Http.form(body);
        return Http.send(tenant.request(path)
                .header("Content-Type", type)
                .header("auth0-forwarded-for", "192.0.2.1")
                .POST(BodyPublishers.ofString(text)));
    }
}
