package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Managed requests are granted what they ask for, as in Auth0, and not Keycloak's default client scopes. */
@KeycloakTest
class AskedScopesIT {

    private static final String SCOPE = "openid offline_access";

    private final DemoRealm realm;

    AskedScopesIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aFreshUser() {
        realm.users().replace("carol");
    }

    private void assertJustThat(Answer answer) {
        assertThat(answer.scope()).containsExactlyInAnyOrder("openid", "offline_access");
        assertThat(answer.claims("access_token").has("email")).isFalse();
        assertThat(answer.claims("access_token").has("name")).isFalse();
        assertThat(answer.claims("id_token").has("email")).isFalse();
        assertThat(answer.claims("id_token").has("name")).isFalse();
        assertThat(answer.claims("access_token").path("sub").asText())
                .as("default client scopes that carry only mappers stay")
                .isEqualTo(realm.users().id("carol"));
    }

    @Test
    void aPasswordLoginIsGrantedWhatItAsksFor() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertJustThat(login);
        assertJustThat(realm.token(WEB_APP.refresh(login.refreshToken())));
        assertJustThat(realm.keycloakToken(WEB_APP.password("carol", ORDERS, SCOPE)));
    }

    @Test
    void soIsACode() {
        assertJustThat(realm.token(WEB_APP.code(realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol"))));
        assertJustThat(realm.keycloakToken(
                WEB_APP.code(realm.browser().keycloakCode(codeRequest(WEB_APP, ORDERS, SCOPE), "carol"))));
    }

    @Test
    void soIsTheImplicitFlow() {
        Browser browser = realm.browser();
        Map<String, String> redirect = browser.login(
                        browser.authorize(codeRequest(SPA, ORDERS, "openid email")
                                .with("response_type", "token id_token")
                                .with("nonce", "n")),
                        "carol")
                .redirectParameters();

        assertThat(Answer.claimsOf(redirect.get("id_token")).has("email")).isTrue();
        assertThat(Answer.claimsOf(redirect.get("id_token")).has("name")).isFalse();
        assertThat(Answer.claimsOf(redirect.get("access_token")).path("scope").asText())
                .doesNotContain("profile");
    }

    @Test
    void whatIsAskedForIsGranted() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, "openid email offline_access");

        assertThat(login.scope()).containsExactlyInAnyOrder("openid", "email", "offline_access");
        assertThat(login.claims("id_token").path("email").asText()).isEqualTo("carol@example.com");
        assertThat(login.claims("id_token").has("name")).isFalse();
    }

    @Test
    void anApplicationForItselfGetsNoneThatAreAboutUsers() {
        Answer all = realm.token(
                MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS));
        assertThat(all.has("scope")).isFalse();

        Answer asked = realm.token(MACHINE.credentials()
                .with("grant_type", "client_credentials")
                .with("audience", ORDERS)
                .with("scope", "openid profile email read:orders"));
        assertThat(asked.scope()).containsExactly("read:orders");
        assertThat(asked.has("id_token")).isFalse();
    }

    @Test
    void defaultClientScopesOfAnApplicationForItselfAreItsScopes() {
        realm.clients().assign(MACHINE, "read:orders", "default");
        realm.clients().assign(MACHINE, "write:orders", "default");
        try {
            Answer all = realm.token(MACHINE.credentials()
                    .with("grant_type", "client_credentials")
                    .with("audience", ORDERS));
            assertThat(all.scope()).containsExactlyInAnyOrder("read:orders", "write:orders");
            Answer asked = realm.token(MACHINE.credentials()
                    .with("grant_type", "client_credentials")
                    .with("audience", ORDERS)
                    .with("scope", "read:orders"));
            assertThat(asked.scope()).containsExactly("read:orders");
        } finally {
            realm.clients().assign(MACHINE, "read:orders", "optional");
            realm.clients().assign(MACHINE, "write:orders", "optional");
        }
    }

    @Test
    void unmanagedRequestsAreGrantedTheDefaultsAsEver() {
        Answer login = realm.keycloakToken(WEB_APP.password("carol", null, "openid"));

        assertThat(login.scope()).contains("email", "profile");
        assertThat(login.claims("id_token").path("email").asText()).isEqualTo("carol@example.com");
    }

    @Test
    void aRealmCanKeepKeycloaksWay() {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        file -> ((ObjectNode) file.get("attributes"))
                                .put("refresh_grants.grant_default_scopes", "true"));
        try {
            Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);
            assertThat(login.scope()).containsExactlyInAnyOrder("openid", "offline_access", "email", "profile");
            Answer code = expect(
                    200, realm.token(WEB_APP.code(realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol"))));
            assertThat(code.scope()).containsExactlyInAnyOrder("openid", "offline_access", "email", "profile");
            assertThat(realm.token(WEB_APP.refresh(code.refreshToken())).scope())
                    .containsExactlyInAnyOrder("openid", "offline_access", "email", "profile");
        } finally {
            realm.admin()
                    .change(
                            "/" + realm.name(),
                            file -> ((ObjectNode) file.get("attributes"))
                                    .put("refresh_grants.grant_default_scopes", ""));
        }
    }
}
