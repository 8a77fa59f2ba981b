package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Introspection and userinfo say of a managed access token what the token says. */
@KeycloakTest
@AloneOnServer
class ShownTokenIT {

    private static final String SCOPE = "openid email offline_access read:orders";

    private final DemoRealm realm;
    private final RealmRules rules;

    ShownTokenIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    @BeforeEach
    void aFreshUser() {
        realm.users().replace("carol");
    }

    @AfterEach
    void noRules() {
        rules.removeAll();
    }

    private JsonNode introspected(String accessToken) {
        JsonNode shown = realm.introspect(WEB_APP, accessToken, "access_token").json();
        assertThat(shown.path("active").asBoolean()).isTrue();
        return shown;
    }

    private void assertSame(String accessToken) {
        JsonNode shown = introspected(accessToken);
        Answer.claimsOf(accessToken)
                .properties()
                .forEach(claim ->
                        assertThat(shown.get(claim.getKey())).as(claim.getKey()).isEqualTo(claim.getValue()));
    }

    @Test
    void introspectionShowsTheAudienceScopeAndClaimsOfTheToken() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertSame(login.accessToken());
        assertThat(introspected(login.accessToken()).path("aud").toString()).doesNotContain("account");
        assertThat(introspected(login.accessToken()).has("name"))
                .as("nobody asked for the profile")
                .isFalse();
    }

    @Test
    void soItIsForALoginWithoutARefreshTokenAndOneWithoutAnApi() {
        assertSame(realm.login(WEB_APP, "carol", ORDERS, "openid").accessToken());
        String plain = realm.token(WEB_APP.code(realm.browser().code(codeRequest(WEB_APP, null, "openid"), "carol")))
                .accessToken();
        assertThat(realm.userinfo(plain).text("sub")).isEqualTo(realm.users().id("carol"));
        assertThat(realm.userinfo(plain).has("email")).isFalse();
    }

    @Test
    void aNarrowedTokenStaysNarrow() {
        String token = realm.login(WEB_APP, "carol", ORDERS, SCOPE).refreshToken();
        String narrow = realm.token(WEB_APP.refresh(token).with("scope", "openid read:orders"))
                .accessToken();

        assertSame(narrow);
        assertThat(introspected(narrow).has("email")).isFalse();
        assertThat(realm.userinfo(narrow).has("email")).isFalse();
        assertThat(realm.userinfo(realm.token(WEB_APP.refresh(token)).accessToken())
                        .text("email"))
                .isEqualTo("carol@example.com");
    }

    @Test
    void theClaimsOfRulesAreShown() {
        rules.rule(
                "claims",
                1,
                "context.accessToken['https://example.com/plan'] = 'gold';"
                        + " context.idToken['https://example.com/level'] = context.protocol;"
                        + " context.idToken.email = 'ruled@example.com'; context.idToken.name = 'Ruled';"
                        + " callback(null, user, context);");
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertSame(login.accessToken());
        assertThat(introspected(login.accessToken())
                        .path("https://example.com/plan")
                        .asText())
                .isEqualTo("gold");
        Answer userinfo = realm.userinfo(login.accessToken());
        assertThat(userinfo.text("https://example.com/level")).isEqualTo("oauth2-password");
        assertThat(userinfo.text("email")).isEqualTo("ruled@example.com");
        assertThat(userinfo.has("name")).as("the token has no profile").isFalse();
        assertThat(userinfo.has("https://example.com/plan")).as("for the API").isFalse();

        String refreshed = realm.token(WEB_APP.refresh(login.refreshToken())).accessToken();
        assertThat(realm.userinfo(refreshed).text("https://example.com/level")).isEqualTo("oauth2-refresh-token");
        rules.removeAll();
        assertThat(realm.userinfo(realm.token(WEB_APP.refresh(login.refreshToken()))
                                .accessToken())
                        .has("https://example.com/level"))
                .isFalse();
    }

    @Test
    void anAccessTokenOfAFamilyThatHasEndedIsNotActive() {
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.expiration_type", "expiring");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.infinite_token_lifetime", "false");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.token_lifetime", "60");
        String accessToken = realm.login(OTHER_APP, "carol", ORDERS, SCOPE).accessToken();
        expect(200, realm.userinfo(accessToken));
        realm.clock().ahead(Duration.ofSeconds(90));

        assertThat(realm.introspect(OTHER_APP, accessToken, "access_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(realm.events().reason("INTROSPECT_TOKEN_ERROR")).isEqualTo("refresh_token_expired");
        assertThat(realm.userinfo(accessToken).status()).isEqualTo(401);
        assertThat(realm.events().reason("USER_INFO_REQUEST_ERROR")).isEqualTo("refresh_token_expired");
    }
}
