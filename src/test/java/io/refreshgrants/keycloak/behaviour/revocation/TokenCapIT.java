package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many families a user may have with an application. */
@KeycloakTest
class TokenCapIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    TokenCapIT(DemoRealm realm) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
    }

    @Test
    void theNextOnePushesOutTheOldest() {
        app.set("max_tokens", "3");
        String first = app.login();
        String second = app.login();
        String third = app.login();
        String fourth = realm.refreshToken(OTHER_APP, "carol", BILLING);

        assertThat(realm.events()
                        .newest("LOGIN")
                        .path("details")
                        .path("pushed_out_families")
                        .asText())
                .isEqualTo("1");
        assertThat(realm.users().offlineSessions("carol", OTHER_APP))
                .as("and its session is gone")
                .isEqualTo(3);
        app.assertDead(first, "refresh_token_revoked");
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("too_many_tokens");
        for (String token : List.of(second, third, fourth)) {
            assertThat(app.refresh(token).status()).isEqualTo(200);
        }
    }

    @Test
    void theCapIsOfAUserAndAnApplication() {
        app.set("max_tokens", "1");
        realm.users().replace("dave");
        String carols = app.login();
        String daves = realm.refreshToken(OTHER_APP, "dave");
        String another = realm.refreshToken(WEB_APP, "carol");

        assertThat(app.refresh(carols).status()).isEqualTo(200);
        assertThat(app.refresh(daves).status()).isEqualTo(200);
        assertThat(another).isNotBlank();
    }

    @Test
    void deadFamiliesDoNotCount() {
        app.set("max_tokens", "2", "revocation", "token");
        String first = app.login();
        String second = app.login();
        realm.revoke(OTHER_APP.revoke(second));
        app.login();

        assertThat(app.refresh(first).status()).isEqualTo(200);
    }

    /** Far below such a cap logins do not wait for each other; at the cap they do. */
    @Test
    void aHighCapHoldsToo() throws InterruptedException, ExecutionException {
        app.set("max_tokens", "110");
        loginsAtOnce(125);

        assertThat(livingFamilies()).isEqualTo(110);
    }

    @Test
    void fiftyLoginsAtOnceCannotExceedIt() throws InterruptedException, ExecutionException {
        app.set("max_tokens", "5");
        loginsAtOnce(50);

        assertThat(livingFamilies()).isEqualTo(5);
    }

    private void loginsAtOnce(int count) throws InterruptedException, ExecutionException {
        ExecutorService logins = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> tokens = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tokens.add(logins.submit(app::login));
            }
            for (Future<String> token : tokens) {
                assertThat(token.get()).isNotBlank();
            }
        } finally {
            logins.shutdownNow();
        }
    }

    private long livingFamilies() {
        String carol = realm.users().id("carol");
        return realm.ledger().living().stream()
                .filter(row -> carol.equals(row.path("USER_ID").asText()))
                .count();
    }
}
