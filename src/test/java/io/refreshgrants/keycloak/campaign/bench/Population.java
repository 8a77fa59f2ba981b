package io.refreshgrants.keycloak.campaign.bench;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;

import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A realm full of users, and what they hold. */
final class Population {

    private static final String SCOPE = "openid offline_access";

    private final DemoRealm realm;
    private final int users;
    private final Map<Application, List<String>> tokens = new HashMap<>();
    private int visitors;

    private Population(DemoRealm realm, int users) {
        this.realm = realm;
        this.users = users;
    }

    static Population of(URI server, String realmName, int users) throws InterruptedException, ExecutionException {
        DemoRealm realm = DemoRealm.create(server, realmName);
        // The demo realm stores events in the database; Keycloak's own default is not to.
        realm.admin().change("/" + realmName, settings -> settings.put("eventsEnabled", false));
        for (Application application : List.of(Application.WEB_APP, Application.ROTATING_APP)) {
            realm.clients().setAttribute(application, "refresh_grants.throttle_requests", "0");
        }
        all(users, user -> {
            realm.users().add("user" + user);
            return user;
        });
        return new Population(realm, users);
    }

    DemoRealm realm() {
        return realm;
    }

    /** Refreshes of as many families of each user, by as many clients as there are. */
    List<RefreshRequests> refreshes(int families, Application application, String path)
            throws InterruptedException, ExecutionException {
        List<String> known = tokens.get(application);
        if (known == null) {
            known = all(users * families, login -> refreshToken(application, "user" + login % users));
            tokens.put(application, known);
        }
        return over(known, application, path);
    }

    /** Refreshes of these tokens; each client has some of them for itself. */
    private List<RefreshRequests> over(List<String> tokens, Application application, String path) {
        boolean json = path.startsWith("/oauth/");
        return IntStream.range(0, Load.clients())
                .mapToObj(client -> new RefreshRequests(
                        realm.uri(path),
                        json,
                        application,
                        IntStream.range(0, tokens.size())
                                .filter(i -> i % Load.clients() == client)
                                .mapToObj(tokens::get)
                                .toList()))
                .toList();
    }

    /** Exchanges of codes, one for each of so many users who have just signed in with a browser. */
    List<PreparedRequests> codeExchanges(int count, String path, boolean managed) {
        try {
            return PreparedRequests.over(all(count, user -> {
                Browser browser = realm.browser();
                var request = Browser.codeRequest(Application.WEB_APP, managed ? ORDERS : null, SCOPE);
                String code = browser.keycloakCode(request, "user" + user % users);
                return new Request(realm.uri(path), path.startsWith("/oauth/"), Application.WEB_APP.code(code));
            }));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Revocations of grants of so many families each; each grant is a new user's. */
    List<PreparedRequests> revocations(int count, int families) {
        try {
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String user = "visitor" + visitors++;
                realm.users().add(user);
                List<String> tokens = all(families, login -> refreshToken(Application.WEB_APP, user));
                requests.add(new Request(realm.uri("/oauth/revoke"), true, Application.WEB_APP.revoke(tokens.get(0))));
            }
            return List.of(new PreparedRequests(requests));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private String refreshToken(Application application, String user) {
        return expect(200, realm.keycloakToken(application.password(user, ORDERS, SCOPE)))
                .refreshToken();
    }

    private static <T> List<T> all(int count, IntFunction<T> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(Load.clients());
        try {
            List<Callable<T>> calls = IntStream.range(0, count)
                    .mapToObj(i -> (Callable<T>) () -> work.apply(i))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
