package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.TrustingClient;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the README says of {@code docker/compose.yaml}: two nodes with the demo realm, and the tenant's address. */
@Tag("docker")
class ComposeIT {

    @RegisterExtension
    static final ComposedServers SERVERS = new ComposedServers();

    private static final String TENANT = "https://localhost:8443/";

    private final DemoRealm first = DemoRealm.at(URI.create("http://localhost:8080"), "demo");
    private final DemoRealm second = DemoRealm.at(URI.create("http://localhost:8081"), "demo");

    @Test
    void eachNodeRefreshesTheOthersTokensAndRefusesWhatItHasRevoked() {
        assertShared(first, second);
        assertShared(second, first);
    }

    private static void assertShared(DemoRealm one, DemoRealm other) {
        String token = one.refreshToken(WEB_APP, "alice");
        assertThat(other.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(other.revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);

        assertThat(one.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        assertThat(one.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @Test
    void theTenantsAddressHasTlsWithACertificateOfItsOwn() throws Exception {
        TrustingClient client = TrustingClient.of(SERVERS.certificate());
        Answer metadata = expect(200, client.get(URI.create(TENANT + ".well-known/openid-configuration")));
        assertThat(metadata.text("issuer")).isEqualTo(TENANT);
        URI token = URI.create(metadata.text("token_endpoint"));
        assertThat(token).hasToString(TENANT + "oauth/token");

        Answer login = expect(
                200, client.postJson(token, WEB_APP.password("alice", ORDERS, "openid offline_access read:orders")));
        assertThat(login.claims("id_token").path("iss").asText()).isEqualTo(TENANT);
        assertThat(client.postJson(token, WEB_APP.refresh(login.refreshToken())).status())
                .isEqualTo(200);
        assertThat(second.revoke(WEB_APP.revoke(login.refreshToken())).status()).isEqualTo(200);

        assertThat(client.postJson(token, WEB_APP.refresh(login.refreshToken())).refusal())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void newContainersHaveWhatTheOldOnesHad() throws Exception {
        String token = first.refreshToken(WEB_APP, "bob");
        String certificate = SERVERS.certificate();

        SERVERS.restart();

        assertThat(first.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(SERVERS.certificate()).isEqualTo(certificate);
    }
}
