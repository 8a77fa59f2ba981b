package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.VERIFIER;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Alice's refresh tokens of each kind, at a realm that one server after the other serves. */
final class Logins {

    private static final String SCOPE = "openid offline_access read:orders";

    private final Map<Application, String> byPassword = new LinkedHashMap<>();
    private final Map<Application, String> byCode = new LinkedHashMap<>();
    private final String keycloaks;

    /** Logs in by password and, with one browser session, by code; and once for a refresh token of Keycloak's own. */
    Logins(DemoRealm realm) {
        byPassword.put(WEB_APP, realm.refreshToken(WEB_APP, "alice"));
        byPassword.put(ROTATING_APP, realm.refreshToken(ROTATING_APP, "alice"));
        Browser browser = realm.browser();
        for (Application application : List.of(WEB_APP, SPA)) {
            String code = browser.code(withPkce(codeRequest(application, ORDERS, SCOPE)), "alice");
            byCode.put(
                    application,
                    expect(200, realm.token(application.code(code).with("code_verifier", VERIFIER)))
                            .refreshToken());
        }
        keycloaks = realm.keycloakToken(WEB_APP.password("alice", null, SCOPE)).refreshToken();
    }

    /** Uses each managed token, which must work, and keeps the next one of those that rotate. */
    void refresh(DemoRealm realm) {
        for (Map<Application, String> tokens : List.of(byPassword, byCode)) {
            tokens.replaceAll((application, token) -> expect(200, realm.token(application.refresh(token)))
                    .json()
                    .path("refresh_token")
                    .asText(token));
        }
    }

    /** Hands out each managed token with its application. */
    void eachManaged(BiConsumer<Application, String> use) {
        byPassword.forEach(use);
        byCode.forEach(use);
    }

    /** Uses the refresh token that is Keycloak's own. */
    Answer refreshKeycloaks(DemoRealm realm) {
        return realm.keycloakToken(WEB_APP.refresh(keycloaks));
    }
}
