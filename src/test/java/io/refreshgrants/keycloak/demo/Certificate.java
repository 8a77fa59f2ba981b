package io.refreshgrants.keycloak.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A certificate for localhost that the demo makes for itself, by the JDK's keytool. No browser knows its issuer. */
final class Certificate {

    private static final String PASSWORD = "changeit";

    private final Path keyStore;

    private Certificate(Path keyStore) {
        this.keyStore = keyStore;
    }

    /** The certificate in a key store, made now if there is none yet. */
    static Certificate in(Path keyStore) throws IOException, InterruptedException {
        if (!Files.exists(keyStore)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "demo",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "365",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keyStore.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool made no certificate: " + said);
            }
        }
        return new Certificate(keyStore);
    }

    /** Keycloak's settings for a TLS listener with it. */
    Map<String, String> listener(int port) {
        return Map.of(
                "KC_HTTPS_PORT", String.valueOf(port),
                "KC_HTTPS_KEY_STORE_FILE", keyStore.toAbsolutePath().toString(),
                "KC_HTTPS_KEY_STORE_PASSWORD", PASSWORD);
    }
}
