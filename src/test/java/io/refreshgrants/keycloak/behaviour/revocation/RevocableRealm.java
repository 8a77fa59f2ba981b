package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** A user whose refresh tokens are to be revoked. */
@KeycloakTest
abstract class RevocableRealm {

    static final String SCOPE = "openid offline_access";

    final DemoRealm realm;

    RevocableRealm(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aFreshUser() {
        realm.replaceUser("carol");
        realm.replaceUser("dave");
    }

    static Stream<Function<DemoRealm, Function<Map<String, ?>, Answer>>> auth0sWays() {
        return Stream.of(realm -> realm::revoke, realm -> realm::revokeByForm);
    }

    boolean refreshes(Application application, String token) {
        Answer answer = realm.token(application.refresh(token));
        if (answer.status() != 200) {
            assertThat(answer.refusal()).isEqualTo(UNKNOWN);
        }
        return answer.status() == 200;
    }
}
