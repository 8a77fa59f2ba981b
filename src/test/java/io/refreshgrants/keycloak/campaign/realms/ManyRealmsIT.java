package io.refreshgrants.keycloak.campaign.realms;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.TestServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server with hundreds of realms, each with a rule of its own, that take turns: the server's default memory for scripts holds
 * the images of all of them. {@code -Drealms.number} sets how many.
 */
@Tag("realms")
@Tag("long")
@Tag("processes")
@ExtendWith(PostgresExtension.class)
class ManyRealmsIT {

    private static final int REALMS = Integer.getInteger("realms.number", 500);
    private static final int TURNS = 5;
    private static final String CLAIM = "https://example.com/realm";

    private static final Pattern IMAGES =
            Pattern.compile("rule_images_total\\{[^}]*outcome=\"([^\"]*)\"[^}]*} ([0-9.E]+)");

    private final Map<String, String> database;

    ManyRealmsIT(Postgres postgres) {
        this.database = postgres.emptyDatabase("realms");
    }

    @Test
    void realmsTakeTurnsAndNoImageIsLoadedTwice() {
        try (KeycloakProcess node = TestServer.node("realms", database)) {
            List<Holder> holders = holders(node.url());
            assertThat(images(node)).isEqualTo(Map.of("loaded", (double) REALMS));

            List<Long> inTurn = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                holders.forEach(holder -> inTurn.add(holder.refresh()));
            }
            List<Long> oneAlone = IntStream.range(0, REALMS)
                    .mapToObj(i -> holders.get(0).refresh())
                    .toList();

            System.out.println(REALMS + " realms in turn: " + middle(inTurn.subList(REALMS, inTurn.size()))
                    + " µs a refresh; one of them alone: " + middle(oneAlone) + " µs");
            assertThat(images(node)).isEqualTo(Map.of("loaded", (double) REALMS));
        }
    }

    private static List<Holder> holders(URI server) {
        List<Holder> holders = new ArrayList<>();
        DemoRealm master = DemoRealm.at(server, "master");
        for (int i = 0; i < REALMS; i++) {
            DemoRealm realm = master.sibling("realm-" + i, ManyRealmsIT::withOneApplication);
            realm.clients().setAttribute(WEB_APP, "refresh_grants.throttle_requests", "0");
            new RealmRules(realm)
                    .rule(
                            "says the realm",
                            1,
                            "context.accessToken['" + CLAIM + "'] = '" + realm.name()
                                    + "'; callback(null, user, context);");
            holders.add(new Holder(realm, realm.refreshToken(WEB_APP, "alice")));
        }
        return holders;
    }

    /** Importing takes most of the time. */
    private static void withOneApplication(ObjectNode file) {
        ArrayNode clients = file.withArray("clients");
        JsonNode webApp = clients.get(0);
        assertThat(webApp.path("clientId").asText()).isEqualTo(WEB_APP.clientId());
        clients.removeAll().add(webApp);
    }

    /** How many images the node has loaded and evicted, in all realms. */
    private static Map<String, Double> images(KeycloakProcess node) {
        String metrics = expect(200, Http.get(URI.create(node.management() + "/metrics")))
                .body();
        return IMAGES.matcher(metrics)
                .results()
                .collect(Collectors.toMap(
                        line -> line.group(1), line -> Double.parseDouble(line.group(2)), Double::sum));
    }

    private static long middle(List<Long> times) {
        return TimeUnit.NANOSECONDS.toMicros(times.stream().sorted().toList().get(times.size() / 2));
    }

    /** Who refreshes at a realm. */
    private record Holder(DemoRealm realm, String token) {

        /** Nanoseconds until the answer. */
        long refresh() {
            long begin = System.nanoTime();
            Answer answer = expect(200, realm.token(WEB_APP.refresh(token)));
            long took = System.nanoTime() - begin;
            assertThat(answer.claims("access_token").path(CLAIM).asText()).isEqualTo(realm.name());
            return took;
        }
    }
}
