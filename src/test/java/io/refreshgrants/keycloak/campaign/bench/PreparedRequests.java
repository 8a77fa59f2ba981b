package io.refreshgrants.keycloak.campaign.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Requests that can be made once only. When they are used up the round is over. */
final class PreparedRequests implements Load.Requests {

    private final List<Request> requests;
    private int at;

    PreparedRequests(List<Request> requests) {
        this.requests = List.copyOf(requests);
    }

    /** Deals them out to as many clients as there are. */
    static List<PreparedRequests> over(List<Request> requests) {
        return IntStream.range(0, Load.clients())
                .mapToObj(client -> new PreparedRequests(IntStream.range(0, requests.size())
                        .filter(i -> i % Load.clients() == client)
                        .mapToObj(requests::get)
                        .toList()))
                .toList();
    }

    @Override
    public Optional<Request> next() {
        return at < requests.size() ? Optional.of(requests.get(at++)) : Optional.empty();
    }

    @Override
    public void answered(Request.Response answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }
}
