package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Users whose refresh tokens are to be revoked: fresh ones before each test. */
final class RevocableUsers implements BeforeEachCallback {

    static final String SCOPE = "openid offline_access";

    private final DemoRealm realm;

    RevocableUsers(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().replace("carol");
        realm.users().replace("dave");
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
