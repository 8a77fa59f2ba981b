package io.refreshgrants.keycloak.behaviour.rotation;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Applications whose refresh tokens rotate, with a fresh user before each test and the usual settings after it. */
final class RotatingApplications implements BeforeEachCallback, AfterEachCallback {

    private static final String USER = "carol";

    private final DemoRealm realm;

    RotatingApplications(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().replace(USER);
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.rotation_type", "rotating");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.leeway", "0");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (String setting : new String[] {"reuse_detection", "leeway"}) {
            realm.clients().setAttribute(OTHER_APP, "refresh_grants." + setting, null);
        }
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "3");
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.reuse_detection", null);
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "non-rotating");
        realm.clients().setAttribute(WEB_APP, "refresh_grants.leeway", null);
    }

    String login(Application application) {
        return realm.refreshToken(application, USER);
    }

    String next(Application application, String token) {
        return expect(200, realm.token(application.refresh(token))).refreshToken();
    }

    void assertDead(Application application, String token) {
        assertThat(realm.token(application.refresh(token)).refusal()).isEqualTo(UNKNOWN);
    }

    JsonNode details() {
        return realm.events().newest("REFRESH_TOKEN_ERROR").path("details");
    }
}
