package io.refreshgrants.keycloak.demo;

import io.refreshgrants.keycloak.server.Certificate;
import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./mvnw -Pdemo}: a Keycloak with the jar and the demo realm, until Ctrl-C. */
public final class Demo {

    private Demo() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("keycloak.servers"), "demo");
        int port = Integer.getInteger("demo.port", 8080);
        int tlsPort = Integer.getInteger("demo.tls.port", 8443);
        checkFree(port, "demo.port");
        int pagePort = Integer.getInteger("demo.page.port", 3000);
        checkFree(tlsPort, "demo.tls.port");
        checkFree(pagePort, "demo.page.port");

        say("Preparing Keycloak in " + home + " (the first time takes about half a minute) ...");
        KeycloakHome keycloak = KeycloakHome.prepare(
                Path.of(System.getProperty("keycloak.distribution")),
                home,
                List.of(Path.of(System.getProperty("keycloak.provider"))),
                Map.of("KC_DB", "dev-file", "KC_CACHE", "local"));
        Path realm = home.resolve("data").resolve("import").resolve("demo-realm.json");
        Files.createDirectories(realm.getParent());
        Files.writeString(
                realm,
                Files.readString(Path.of("src", "demo", "demo-realm.json"))
                        .replace("localhost:8443", "localhost:" + tlsPort)
                        .replace("localhost:3000", "localhost:" + pagePort));

        say("Starting on ports " + port + " and " + tlsPort + " (TLS) ...");
        Map<String, String> settings = new HashMap<>(
                Certificate.in(home.resolve("demo-certificate.p12")).listener(tlsPort));
        settings.put("KC_LOG_LEVEL", "warn,io.refreshgrants:info");
        KeycloakProcess server = KeycloakProcess.start(keycloak, port, FreePorts.one(), null, settings);
        Optional<Path> sdk = PublishedSdk.in(home.resolveSibling("demo-page"));
        if (sdk.isEmpty()) {
            say(instructions(port, tlsPort, "not served, because npm cannot get it here"));
            server.await();
            return;
        }
        try (DemoPage page = DemoPage.at(pagePort, "localhost:" + tlsPort, sdk.get())) {
            say(instructions(port, tlsPort, page.url()));
            server.await();
        }
    }

    private static void checkFree(int port, String property) {
        if (!FreePorts.isFree(port)) {
            System.err.println(
                    "Port " + port + " is in use. Choose another: ./mvnw -Pdemo -D" + property + "=" + (port + 1));
            throw new IllegalStateException("Port " + port + " is in use");
        }
    }

    private static String instructions(int port, int tlsPort, String page) {
        String base = "http://localhost:" + port;
        String realm = base + "/realms/demo";
        return """

                Keycloak with Refresh Grants is ready. The data stays in target/demo; Ctrl-C stops the server.
                Admin console: %1$s/admin (admin / admin). Users of the realm demo: alice / alice, bob / bob.

                A single-page application with auth0-spa-js: %4$s
                It says how to accept the certificate that the demo has made for itself.

                Log in as an application of Auth0's would, for the orders API, and keep the refresh token:

                  RT=$(curl -s %2$s/oauth/token -H 'Content-Type: application/json' -d '{"grant_type":"password","client_id":"web-app","client_secret":"web-app-secret","username":"alice","password":"alice","audience":"https://api.example.com/orders","scope":"openid offline_access read:orders"}' | tee /dev/stderr | sed -n 's/.*"refresh_token":"\\([^"]*\\)".*/\\1/p')

                Refresh, as often as you like (within the throttle of ten a minute):

                  curl -s %2$s/oauth/token -H 'Content-Type: application/json' -d '{"grant_type":"refresh_token","client_id":"web-app","client_secret":"web-app-secret","refresh_token":"'$RT'"}'

                Revoke the grant, then refresh again: 403, "Unknown or invalid refresh token."

                  curl -si %2$s/oauth/revoke -H 'Content-Type: application/json' -d '{"client_id":"web-app","client_secret":"web-app-secret","token":"'$RT'"}'

                The same realm at a host of its own, as an Auth0 application knows its domain (localhost:%3$s), with a
                certificate that the demo has made:

                  curl -sk https://localhost:%3$s/.well-known/openid-configuration
                """.formatted(base, realm, tlsPort, page);
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
