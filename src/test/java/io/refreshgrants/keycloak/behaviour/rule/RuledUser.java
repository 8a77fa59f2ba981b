package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.RealmRules;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A user in whose exchanges rules run: a fresh one before each test. */
final class RuledUser implements BeforeEachCallback {

    /** The end of a rule that lets pass. */
    static final String PASS = "callback(null, user, context);";

    /** A rule that says when it ran, in a claim that {@link #protocol} reads. */
    static final String NAME_PROTOCOL = "context.accessToken['https://x.example/p'] = context.protocol; " + PASS;

    private static final String NAME = "carol";

    private final DemoRealm realm;

    RuledUser(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().allowUnmanagedAttributes();
        realm.users().replace(NAME);
        realm.events().forget();
    }

    String login() {
        return realm.refreshToken(WEB_APP, NAME);
    }

    Answer refresh(String token) {
        return realm.token(WEB_APP.refresh(token));
    }

    /** What an expression of a rule comes to on a refresh. */
    JsonNode seen(String expression) {
        new RealmRules(realm).rule("look", 1, "context.idToken.seen = " + expression + "; " + PASS);
        return expect(200, refresh(login())).claims("id_token").path("seen");
    }

    static String protocol(Answer answer) {
        return answer.claims("access_token").path("https://x.example/p").asText();
    }
}
