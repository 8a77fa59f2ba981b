package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of rules and actions share: a fresh user before each, and no rule left after it. */
@KeycloakTest
abstract class ScriptedRealm {

    /** The end of a rule that lets pass. */
    static final String PASS = "callback(null, user, context);";

    /** A rule that says when it ran, in a claim that {@link #protocol} reads. */
    static final String NAME_PROTOCOL = "context.accessToken['https://x.example/p'] = context.protocol; " + PASS;

    final DemoRealm realm;
    final RealmRules rules;

    ScriptedRealm(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    @BeforeEach
    void aFreshUserWithAnyAttributes() {
        realm.allowUnmanagedAttributes();
        realm.replaceUser("carol");
        realm.forgetEvents();
    }

    @AfterEach
    void noRules() {
        rules.removeAll();
    }

    final String login() {
        return realm.refreshToken(WEB_APP, "carol");
    }

    final Answer refresh(String token) {
        return realm.token(WEB_APP.refresh(token));
    }

    /** What an expression of a rule comes to on a refresh. */
    final JsonNode seen(String expression) {
        rules.rule("look", 1, "context.idToken.seen = " + expression + "; " + PASS);
        return expect(200, refresh(login())).claims("id_token").path("seen");
    }

    static String protocol(Answer answer) {
        return answer.claims("access_token").path("https://x.example/p").asText();
    }
}
