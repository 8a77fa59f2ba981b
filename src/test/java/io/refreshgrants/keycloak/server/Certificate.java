package io.refreshgrants.keycloak.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;

/**
 * A certificate for {@code localhost} and {@code app.localhost}, made by the JDK's keytool. No browser knows its issuer.
 */
public final class Certificate {

    private static final String ALIAS = "demo";
    private static final String PASSWORD = "changeit";

    private final Path keyStore;

    private Certificate(Path keyStore) {
        this.keyStore = keyStore;
    }

    /** The certificate in a key store, made now if there is none yet. */
    public static Certificate in(Path keyStore) throws IOException, InterruptedException {
        if (!Files.exists(keyStore)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,dns:app.localhost,ip:127.0.0.1",
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

    /** Keycloak's settings for a TLS listener with it. The management interface would become one, too. */
    public Map<String, String> listener(int port) {
        return Map.of(
                KeycloakProcess.TLS_PORT,
                String.valueOf(port),
                "KC_HTTPS_KEY_STORE_FILE",
                keyStore().toString(),
                "KC_HTTPS_KEY_STORE_PASSWORD",
                PASSWORD,
                "KC_HTTP_MANAGEMENT_SCHEME",
                "http");
    }

    /** The key and the certificate, as PKCS #12. */
    public Path keyStore() {
        return keyStore.toAbsolutePath();
    }

    public String password() {
        return PASSWORD;
    }

    /** The certificate alone, for whoever is to trust it. */
    public String pem() throws IOException {
        try (InputStream file = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(store.getCertificate(ALIAS).getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
