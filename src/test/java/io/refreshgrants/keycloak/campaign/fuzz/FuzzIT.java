package io.refreshgrants.keycloak.campaign.fuzz;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.StockRealm;
import io.refreshgrants.keycloak.testing.TenantSite;
import io.refreshgrants.keycloak.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random requests to the endpoints. {@code -Dfuzz.inputs} sets their number. A failure names a {@code -Dfuzz.seed} that
 * sends the failing request first.
 */
@Tag("fuzz")
@KeycloakTest
@AloneOnServer
class FuzzIT {

    /** Finds a leak of 250 bytes per request after 100,000 requests. */
    private static final long HEAP_GROWTH = 24L << 20;

    private final DemoRealm realm;
    private final DemoRealm stock;
    private final TenantSite site;
    private final TestServer server;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faultsOfStock = new AtomicInteger();

    FuzzIT(DemoRealm realm, StockRealm stock, TestServer server) {
        this.realm = realm;
        this.stock = stock.realm();
        this.site = TenantSite.claimedBy(realm, "fuzz.example.com");
        this.server = server;
        secrets.addAll(Set.of("web-app-secret", "other-app-secret", "machine-secret"));
    }

    @Test
    void whateverIsSentIsAnsweredAndLeavesNothingBehind() throws Exception {
        // Stored events are not a leak.
        expect(204, realm.admin().put("/" + realm.name(), Map.of("eventsEnabled", false)));
        for (var application : List.of(WEB_APP, OTHER_APP, NATIVE_APP, ROTATING_APP)) {
            realm.clients().setAttribute(application, "refresh_grants.throttle_requests", "0");
        }
        realm.users().add("carol");
        SilentLog log = SilentLog.of(server.log());
        ExecutorService connections = Executors.newFixedThreadPool(4);
        try (DemoRealm other = realm.sibling("fuzzit-other")) {
            long before = 0;
            for (int done = 0; done < Inputs.NUMBER; done += Inputs.BATCH) {
                if (done == Inputs.BATCH) {
                    before = realm.heapInUse(); // By now everything that the server keeps has been loaded.
                }
                Corpus corpus = Corpus.of(realm, other);
                secrets.addAll(corpus.secrets());
                Inputs.batch(connections, Requests.of(corpus), done, this::send);
            }
            if (Inputs.NUMBER > Inputs.BATCH) {
                assertThat(realm.heapInUse() - before)
                        .as("growth of the server's heap")
                        .isLessThan(HEAP_GROWTH);
                assertThat(statuses).as("requests of every kind").contains(200, 302, 400, 401, 403, 404, 415, 501);
            }
        } finally {
            connections.shutdownNow();
        }
        log.assertSilent(secrets, faultsOfStock.get());
    }

    private void send(FuzzRequest request, String again) {
        long start = System.nanoTime();
        Answer answer;
        try {
            answer = Http.send(request.to(realm, site));
        } catch (AssertionError | IllegalArgumentException e) {
            throw new AssertionError(again, e);
        }
        statuses.add(answer.status());
        Verdict verdict = new Verdict(request, answer, Duration.ofNanos(System.nanoTime() - start), secrets);
        if (verdict.isFault() && isFaultOfStock(request)) {
            faultsOfStock.incrementAndGet();
            return;
        }
        verdict.complaint().ifPresent(complaint -> {
            throw new AssertionError(complaint + ": " + again + "\n\n" + answer);
        });
    }

    /** Whether a server without the jar fails on the request in the same way. */
    private boolean isFaultOfStock(FuzzRequest request) {
        return !request.isTo(Requests.TOKEN)
                && !request.isTo(Requests.REVOKE)
                && Http.send(request.to(stock)).status() >= 500;
    }
}
