package io.refreshgrants.keycloak.campaign.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.refreshgrants.keycloak.testing.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * A POST. It is sent with Java's old client, on the thread at hand: the processors belong to the servers, and the new one's
 * selectors and executors take several times as much of them.
 */
record Request(URI uri, boolean json, Map<String, ?> parameters) {

    private static final int TIMEOUT = 30_000;

    /** What came back. */
    record Response(int status, String body) {}

    Response send() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", json ? Http.JSON : Http.FORM);
        byte[] body = (json ? Http.json(parameters) : Http.form(parameters)).getBytes(UTF_8);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Response(status, answer == null ? "" : new String(answer.readAllBytes(), UTF_8));
        }
    }
}
