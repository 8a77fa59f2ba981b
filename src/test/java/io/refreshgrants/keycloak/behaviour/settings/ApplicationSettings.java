package io.refreshgrants.keycloak.behaviour.settings;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of an application's refresh token settings share: other-app without any, and a fresh user. */
@KeycloakTest
public abstract class ApplicationSettings {

    protected final DemoRealm realm;

    protected ApplicationSettings(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    protected void aFreshUserAndNoSettings() {
        realm.replaceUser("carol");
        realm.changeClient(OTHER_APP, client -> {
            ObjectNode attributes = (ObjectNode) client.get("attributes");
            attributes.properties().stream()
                    .filter(attribute -> attribute.getKey().startsWith("refresh_grants."))
                    .forEach(attribute -> attribute.setValue(new TextNode("")));
        });
    }

    protected final void set(String... pairs) {
        realm.changeClient(OTHER_APP, client -> {
            for (int i = 0; i < pairs.length; i += 2) {
                ((ObjectNode) client.get("attributes")).put("refresh_grants." + pairs[i], pairs[i + 1]);
            }
        });
    }

    protected final String login() {
        return realm.refreshToken(OTHER_APP, "carol");
    }

    protected final Answer refresh(String token) {
        return realm.token(OTHER_APP.refresh(token));
    }

    protected final void assertDead(String token, String reason) {
        assertThat(refresh(token).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo(reason);
    }
}
