package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.ShippedImageExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The image of {@code docker/Dockerfile}, started as it was built. */
@Tag("docker")
@ExtendWith(ShippedImageExtension.class)
class ShippedImageIT {

    private final DemoRealm realm;

    ShippedImageIT(DemoRealm realm) {
        this.realm = realm;
    }

    @Test
    void aGrantIsRefreshedAndRevoked() {
        String token = realm.refreshToken(WEB_APP, "alice");
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(realm.revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);

        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @Test
    void itSignsNatively() {
        assertThat(ShownSigner.inConsole(realm)).startsWith(ShownSigner.NATIVE);
    }

    @Test
    void nothingOfTheTestsIsInIt() {
        assertThat(Http.get(realm.uri("/testing/ledger")).status()).isEqualTo(404);
    }
}
