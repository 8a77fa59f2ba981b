package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh user who has logged in before each test and has a refresh token. */
final class LoggedInUser implements BeforeEachCallback {

    static final String SCOPE = "openid profile email offline_access read:orders write:orders";

    private static final String NAME = "carol";

    private final DemoRealm realm;
    private String token;

    LoggedInUser(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().replace(NAME);
        token = realm.login(WEB_APP, NAME, ORDERS, SCOPE).refreshToken();
    }

    String token() {
        return token;
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
