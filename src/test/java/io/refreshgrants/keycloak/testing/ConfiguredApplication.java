package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The application other-app with the refresh token settings that a test gives it, and a fresh user who logs in to it. */
public final class ConfiguredApplication implements BeforeEachCallback {

    private static final String USER = "carol";

    private final DemoRealm realm;

    public ConfiguredApplication(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().replace(USER);
        realm.clients().change(OTHER_APP, client -> {
            ObjectNode attributes = (ObjectNode) client.get("attributes");
            attributes.properties().stream()
                    .filter(attribute -> attribute.getKey().startsWith("refresh_grants."))
                    .forEach(attribute -> attribute.setValue(new TextNode("")));
        });
    }

    /**
     * Sets some settings.
     *
     * @param pairs keys without their prefix, each before its value
     */
    public void set(String... pairs) {
        realm.clients().change(OTHER_APP, client -> {
            for (int i = 0; i < pairs.length; i += 2) {
                ((ObjectNode) client.get("attributes")).put("refresh_grants." + pairs[i], pairs[i + 1]);
            }
        });
    }

    public String login() {
        return realm.refreshToken(OTHER_APP, USER);
    }

    public Answer refresh(String token) {
        return realm.token(OTHER_APP.refresh(token));
    }

    public void assertDead(String token, String reason) {
        assertThat(refresh(token).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo(reason);
    }
}
