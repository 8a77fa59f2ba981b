package io.refreshgrants.keycloak.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The demo's single-page application, for this machine only: the files of {@code src/demo/app} and what they have to know. */
public final class DemoPage implements AutoCloseable {

    private static final Path FOLDER = Path.of("src", "demo", "app");
    private static final String SETTINGS =
            "{\"domain\":\"%s\",\"client_id\":\"spa\",\"audience\":\"https://api.example.com/orders\"}";
    private static final String SCRIPT = "text/javascript";
    private static final Map<String, String> FILES =
            Map.of("/index.html", "text/html; charset=utf-8", "/style.css", "text/css", "/app.js", SCRIPT);
    private static final String SDK = "/auth0-spa-js.production.js";

    private final HttpServer server;
    private final String domain;
    private final Path sdk;

    private DemoPage(HttpServer server, String domain, Path sdk) {
        this.server = server;
        this.domain = domain;
        this.sdk = sdk;
    }

    /**
     * Serves the application from now on.
     *
     * @param domain the tenant's address: host and port
     * @param sdk the script of auth0-spa-js
     */
    public static DemoPage at(int port, String domain, Path sdk) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        DemoPage page = new DemoPage(server, domain, sdk);
        server.createContext("/", page::answer);
        server.start();
        return page;
    }

    /** Its address, without a slash at its end. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String file = path.equals("/") ? "/index.html" : path;
            if (file.equals("/settings.json")) {
                send(exchange, "application/json", SETTINGS.formatted(domain).getBytes(StandardCharsets.UTF_8));
            } else if (file.equals(SDK)) {
                send(exchange, SCRIPT, Files.readAllBytes(sdk));
            } else if (FILES.containsKey(file)) {
                send(exchange, FILES.get(file), Files.readAllBytes(FOLDER.resolve(file.substring(1))));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .putAll(Map.of(
                        "Content-Type", List.of(type),
                        "Cache-Control", List.of("no-store"),
                        "X-Content-Type-Options", List.of("nosniff"),
                        "Content-Security-Policy",
                                List.of("default-src 'self'; img-src data:; frame-src https://" + domain
                                        + "; connect-src 'self' https://" + domain)));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
