package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.server.KeycloakServer;
import io.refreshgrants.keycloak.server.NativeLibrary;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Succession;
import io.refreshgrants.keycloak.testing.SuccessionExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Servers told to sign natively: with the library, without it, and with one that is broken. */
@Tag("processes")
@ExtendWith(SuccessionExtension.class)
@ResourceLock("succession")
@Order(3)
class NativeSigningIT {

    private static final String BINARY = "com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so";

    @Test
    void eachServerAcceptsWhatTheOneBeforeHasSigned(Succession servers, @TempDir Path folder) throws Exception {
        Path library = NativeLibrary.ofThisMachine().orElse(null);
        assumeTrue(library != null, "There is no library for this machine.");

        KeycloakServer without = servers.toldToSignNatively();
        DemoRealm realm = DemoRealm.create(without.url(), "signed");
        realm.admin().change("/signed", settings -> settings.put("defaultSignatureAlgorithm", "ES256"));
        String refreshToken = realm.refreshToken(WEB_APP, "alice");
        String byJava = accessToken(realm, refreshToken);
        assertThat(saidOfSigning(without))
                .endsWith("Tokens are signed in Java: Amazon Corretto Crypto Provider cannot be used: its jar is not"
                        + " among the providers");
        assertThat(signerInHealth(without)).startsWith("SunEC");

        KeycloakServer with = servers.signingNatively(library);
        realm = realm.on(with.url());
        assertThat(isActive(realm, byJava)).isTrue();
        String natively = accessToken(realm, refreshToken);
        assertThat(saidOfSigning(with)).contains("Tokens are signed natively: " + ShownSigner.NATIVE);
        assertThat(signerInHealth(with)).startsWith(ShownSigner.NATIVE);
        assertThat(ShownSigner.inConsole(realm)).startsWith(ShownSigner.NATIVE);

        KeycloakServer broken = servers.signingNatively(
                library,
                "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true",
                "-Djava.library.path=" + beginningOf(library, folder));
        realm = realm.on(broken.url());
        assertThat(isActive(realm, natively)).isTrue();
        accessToken(realm, refreshToken);
        assertThat(saidOfSigning(broken)).contains("Tokens are signed in Java: Amazon Corretto Crypto Provider");
        assertThat(signerInHealth(broken)).startsWith("SunEC");
    }

    private static String accessToken(DemoRealm realm, String refreshToken) {
        Answer answer = expect(200, realm.token(WEB_APP.refresh(refreshToken)));
        assertThat(answer.accessToken()).as("ES256").startsWith("eyJhbGciOiJFUzI1NiI");
        return answer.accessToken();
    }

    private static boolean isActive(DemoRealm realm, String accessToken) {
        return realm.introspect(WEB_APP, accessToken, "access_token")
                .json()
                .path("active")
                .asBoolean();
    }

    /** The one line of the log. */
    private static String saidOfSigning(KeycloakServer server) throws IOException {
        List<String> said = Files.readAllLines(server.log()).stream()
                .filter(line -> line.contains("Tokens are signed"))
                .toList();
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    private static String signerInHealth(KeycloakServer server) {
        JsonNode health = expect(200, Http.get(URI.create(server.management() + "/health/ready")))
                .json();
        for (JsonNode check : health.path("checks")) {
            if (check.path("name").asText().equals("Refresh Grants signing")) {
                assertThat(check.path("status").asText()).isEqualTo("UP");
                return check.path("data").path("ES256").asText();
            }
        }
        throw new AssertionError(health);
    }

    /** A folder with the beginning of the library's binary. */
    private static Path beginningOf(Path library, Path folder) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(library)) {
            byte[] binary = Files.readAllBytes(jar.getPath(BINARY));
            Files.write(folder.resolve("libamazonCorrettoCryptoProvider.so"), Arrays.copyOf(binary, 100));
        }
        return folder;
    }
}
