package io.refreshgrants.keycloak.bench;

import io.refreshgrants.keycloak.testing.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Requests that can be made once only. When they are used up the round is over. */
final class PreparedRequests implements Load.Requests {

    private final List<Prepared> requests;
    private int at;

    /** A request, and the status it has to be answered with. */
    record Prepared(HttpRequest request, int status) {}

    PreparedRequests(List<Prepared> requests) {
        this.requests = List.copyOf(requests);
    }

    static Prepared post(URI uri, boolean json, Map<String, ?> parameters, int status) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", json ? Http.JSON : Http.FORM)
                .POST(BodyPublishers.ofString(json ? Http.json(parameters) : Http.form(parameters)))
                .build();
        return new Prepared(request, status);
    }

    /** Deals them out to as many clients as there are. */
    static List<PreparedRequests> over(List<Prepared> requests) {
        return IntStream.range(0, Load.clients())
                .mapToObj(client -> new PreparedRequests(IntStream.range(0, requests.size())
                        .filter(i -> i % Load.clients() == client)
                        .mapToObj(requests::get)
                        .toList()))
                .toList();
    }

    @Override
    public Optional<HttpRequest> next() {
        return at < requests.size() ? Optional.of(requests.get(at).request()) : Optional.empty();
    }

    @Override
    public void answered(HttpResponse<String> answer) {
        if (answer.statusCode() != requests.get(at++).status()) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }
}
