package io.refreshgrants.keycloak.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * HTTP as the tests speak it: no redirects followed, no cookies kept. {@code -Dtest.http=lowercase} writes the names of
 * all headers in lower case, as many proxies do; {@code -Dtest.http=2} speaks HTTP/2, which has no others.
 */
public final class Http {

    private static final String WAY = System.getProperty("test.http", "1.1");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(WAY.equals("2") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public static final String JSON = "application/json";
    public static final String FORM = "application/x-www-form-urlencoded";

    private Http() {}

    public static Answer send(HttpRequest.Builder request) {
        return Answer.of(exchange(request));
    }

    static HttpResponse<String> exchange(HttpRequest.Builder request) {
        return exchange(CLIENT, request);
    }

    static HttpResponse<String> exchange(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(named(request.timeout(Duration.ofSeconds(60)).build()), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("The server did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpRequest named(HttpRequest request) {
        if (!WAY.equals("lowercase")) {
            return request;
        }
        HttpRequest.Builder renamed = HttpRequest.newBuilder(request, (name, value) -> false);
        request.headers()
                .map()
                .forEach((name, values) ->
                        values.forEach(value -> renamed.header(name.toLowerCase(Locale.ROOT), value)));
        return renamed.build();
    }

    public static HttpRequest.Builder post(URI uri, String contentType, String body) {
        return HttpRequest.newBuilder(uri).header("Content-Type", contentType).POST(BodyPublishers.ofString(body));
    }

    public static Answer postJson(URI uri, Map<String, ?> body) {
        return send(post(uri, JSON, json(body)));
    }

    public static Answer postForm(URI uri, Map<String, ?> form) {
        return send(post(uri, FORM, form(form)));
    }

    public static Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    public static String json(Object body) {
        try {
            return Answer.JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public static String form(Map<String, ?> form) {
        return form.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(entry -> encode(entry.getKey()) + "=" + encode(String.valueOf(entry.getValue())))
                .collect(Collectors.joining("&"));
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
