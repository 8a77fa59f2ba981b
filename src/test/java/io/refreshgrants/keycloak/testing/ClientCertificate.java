package io.refreshgrants.keycloak.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

/** A certificate that an application shows (RFC 8705), as the proxy in front of the server passes it on (RFC 9440). */
public final class ClientCertificate {

    private static final String PASSWORD = "of-no-secret";

    private final byte[] encoded;

    private ClientCertificate(byte[] encoded) {
        this.encoded = encoded;
    }

    /** A new key, and a certificate for it that nobody else has signed. */
    public static ClientCertificate selfSigned(String name) {
        try {
            Path folder = Files.createTempDirectory("client-certificate");
            Path store = folder.resolve("store.p12");
            try {
                generate(store, name);
                KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
                return new ClientCertificate(keys.getCertificate(name).getEncoded());
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The JDK signs certificates with its tool only. */
    private static void generate(Path store, String name) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-alias",
                        name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The {@code x5t#S256} of what is bound to it. */
    public String thumbprint() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public Answer postForm(URI uri, Map<String, ?> form) {
        return send(Http.post(uri, Http.FORM, Http.form(form)));
    }

    public Answer postJson(URI uri, Map<String, ?> body) {
        return send(Http.post(uri, Http.JSON, Http.json(body)));
    }

    /** Sends a request over a connection on which the application shows the certificate. */
    public Answer send(HttpRequest.Builder request) {
        return Http.send(request.header("Client-Cert", ":" + Base64.getEncoder().encodeToString(encoded) + ":"));
    }
}
