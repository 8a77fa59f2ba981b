package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.BeforeEach;

/** A user who has logged in and has a refresh token. */
@KeycloakTest
abstract class RefreshingRealm {

    static final String SCOPE = "openid profile email offline_access read:orders write:orders";

    final DemoRealm realm;
    String token;

    RefreshingRealm(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aLogin() {
        realm.replaceUser("carol");
        token = realm.login(WEB_APP, "carol", ORDERS, SCOPE).refreshToken();
    }

    Answer refresh() {
        return realm.token(WEB_APP.refresh(token));
    }

    Answer refresh(String scope) {
        return realm.token(WEB_APP.refresh(token).with("scope", scope));
    }

    static String sid(Answer answer, String token) {
        return answer.claims(token).path("sid").asText();
    }
}
