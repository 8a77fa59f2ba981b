package io.refreshgrants.keycloak.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP over TLS with a server whose certificate nobody has signed. The certificate has to name the host that is asked. */
public final class TrustingClient {

    private final HttpClient client;

    private TrustingClient(HttpClient client) {
        this.client = client;
    }

    /** One that trusts this certificate, in PEM, and no other. */
    public static TrustingClient of(String certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "server",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new TrustingClient(HttpClient.newBuilder().sslContext(tls).build());
    }

    public Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    public Answer postJson(URI uri, Map<String, ?> body) {
        return send(Http.post(uri, Http.JSON, Http.json(body)));
    }

    private Answer send(HttpRequest.Builder request) {
        return Answer.of(Http.exchange(client, request));
    }
}
