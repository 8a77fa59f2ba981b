package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Application.SPA;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.demo.DemoPage;
import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.TenantSite;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The page that the demo serves, in a browser. {@code -Ddocs.write} takes the picture of it that the README shows. */
@Tag("processes")
@KeycloakTest
@Order(4)
@ResourceLock(TestServer.TENANT_ADDRESS)
class DemoPageIT {

    private static final String SDK = "node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js";

    private final DemoRealm realm;
    private final TestServer server;

    DemoPageIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.server = server;
    }

    @Test
    void aPersonSeesRotationReuseDetectionAndRevocation() throws IOException, InterruptedException {
        Program program = Program.scriptWithBrowser("demo", "demo.mjs");
        program.needsItsPrograms();
        String domain = server.tls().getAuthority();
        TenantSite.claimedBy(realm, domain);
        realm.signsWithALongKey();

        try (DemoPage page =
                DemoPage.at(FreePorts.one(), domain, SdkFolder.installed().resolve(SDK))) {
            realm.clients().change(SPA, client -> {
                client.withArray("redirectUris").add(page.url() + "/*");
                client.withArray("webOrigins").add(page.url());
            });
            List<SdkCall> calls = program.run(Map.of("DOMAIN", domain, "PAGE", page.url()));

            assertThat(calls).isNotEmpty().noneMatch(SdkCall::failed);
        }
        assertThat(realm.events().ofType("REFRESH_TOKEN_ERROR"))
                .extracting(
                        event -> event.path("details").path("revoked_reason").asText())
                .contains("reuse_detected", "revoked_by_client");
        Path picture = SdkFolder.picture("demo");
        assertThat(picture).isNotEmptyFile();
        if (System.getProperty("docs.write") != null) {
            Files.copy(picture, Path.of("docs", "images", "demo.png"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
