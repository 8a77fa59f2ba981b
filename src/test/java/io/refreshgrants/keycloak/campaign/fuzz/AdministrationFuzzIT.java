package io.refreshgrants.keycloak.campaign.fuzz;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.TestServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random requests to the Management API and the admin REST API, as those who may do everything there. */
@Tag("fuzz")
@KeycloakTest
@AloneOnServer
class AdministrationFuzzIT {

    /** How Keycloak begins to refuse a path or a query before any resource is asked. */
    private static final Pattern BLOCKED = Pattern.compile("Blocking invalid|missingNormalization");

    private static final Duration HANG = Duration.ofSeconds(10);

    /** A third of what the endpoints for everybody get: these answer to few. */
    private static final int INPUTS = Math.max(Inputs.BATCH, Inputs.NUMBER / 3);

    private final DemoRealm realm;
    private final TestServer server;
    private final ManagementApi api;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private volatile String admin;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    AdministrationFuzzIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.server = server;
        this.api = ManagementApi.as(
                realm, "fuzzing", AdministrationCorpus.scopes(), "manage-users", "manage-clients", "manage-realm");
    }

    @Test
    void whateverIsSentIsAnsweredInTheShapeOfTheApi() throws Exception {
        expect(204, realm.admin().put("/" + realm.name(), Map.of("adminEventsEnabled", false)));
        secrets.add("fuzzing-secret");
        admin = newToken();
        SilentLog log = SilentLog.of(server.log());
        ExecutorService connections = Executors.newFixedThreadPool(4);
        try {
            for (int done = 0; done < INPUTS; done += Inputs.BATCH) {
                AdministrationCorpus corpus = AdministrationCorpus.of(realm, api);
                secrets.addAll(corpus.secrets());
                Inputs.batch(connections, AdministrationRequests.of(corpus), done, this::send);
            }
        } finally {
            connections.shutdownNow();
        }
        assertThat(complaints).isEmpty();
        if (INPUTS > Inputs.BATCH) {
            assertThat(statuses).as("requests of every kind").contains(200, 201, 204, 400, 401, 404, 409, 415, 501);
        }
        log.assertSilent(secrets, 0);
    }

    private void send(FuzzRequest request, String again) {
        long start = System.nanoTime();
        Answer answer = answer(request);
        statuses.add(answer.status());
        Optional<String> complaint = complaint(request, answer, Duration.ofNanos(System.nanoTime() - start));
        complaint.ifPresent(text -> complaints.add(text + ": " + again + "\n\n" + answer));
    }

    private Answer answer(FuzzRequest request) {
        Answer answer = Http.send(asAdmin(request));
        if (answer.status() != 401 || !request.toString().contains(AdministrationRequests.ADMIN_TOKEN)) {
            return answer;
        }
        admin = newToken(); // A minute went by.
        return Http.send(asAdmin(request));
    }

    private HttpRequest.Builder asAdmin(FuzzRequest request) {
        return request.withHeaders(AdministrationRequests.ADMIN_TOKEN, admin).to(realm);
    }

    private String newToken() {
        String token = realm.admin().newToken();
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        return token;
    }

    private Optional<String> complaint(FuzzRequest request, Answer answer, Duration took) {
        if (took.compareTo(HANG) > 0) {
            return Optional.of("It took " + took);
        }
        if (answer.status() < 400) {
            return Optional.empty();
        }
        boolean ofManagement = request.path().startsWith(AdministrationRequests.MANAGEMENT);
        boolean refusal = isRefusal(answer, ofManagement);
        boolean notHere = ofManagement && refusal && answer.status() == 501;
        if (answer.status() >= 500 && !notHere) {
            return Optional.of("The server's fault");
        }
        if (answer.body().contains("Exception") || answer.body().contains("io.refreshgrants")) {
            return Optional.of("The server's insides");
        }
        if (secrets.stream().anyMatch(answer.body()::contains)) {
            return Optional.of("A secret said again");
        }
        return refusal ? Optional.empty() : Optional.of("Not a refusal of this API");
    }

    private static boolean isRefusal(Answer answer, boolean ofManagement) {
        if (!answer.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            return false;
        }
        JsonNode body = answer.json();
        if (answer.status() == 400
                && BLOCKED.matcher(body.path("error").asText()).lookingAt()) {
            return true;
        }
        return ofManagement
                ? body.path("statusCode").asInt() == answer.status()
                        && !body.path("error").asText().isEmpty()
                        && !body.path("message").asText().isEmpty()
                : !body.path("errorMessage").asText().isEmpty()
                        || !body.path("error").asText().isEmpty();
    }
}
