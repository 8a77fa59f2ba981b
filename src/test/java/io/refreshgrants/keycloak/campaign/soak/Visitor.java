package io.refreshgrants.keycloak.campaign.soak;

import io.refreshgrants.keycloak.campaign.soak.HeldFamily.Moment;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A user with all their applications. Only one thread at a time acts for the user, one request after the other, so the
 * expected response is always known.
 */
final class Visitor {

    static final String DEAD = Answer.UNKNOWN;

    final String name;
    final Holdings holdings = new Holdings();
    final Random random;
    final Tally tally;
    private final List<DemoRealm> nodes;
    private Instant begin;
    private Instant end;

    Visitor(String name, List<DemoRealm> nodes, Random random, Tally tally) {
        this.name = name;
        this.nodes = nodes;
        this.random = random;
        this.tally = tally;
    }

    /** The realm on a random node. */
    DemoRealm node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Sends a request and records its times. */
    Answer send(Supplier<Answer> request) {
        begin = Instant.now();
        Answer answer = request.get();
        end = Instant.now();
        return answer;
    }

    /** The times of the last request. */
    Moment moment() {
        return new Moment(begin, end);
    }

    void expectRefusal(String refusal, Answer answer) {
        if (answer.status() < 400 || !answer.refusal().equals(refusal)) {
            throw new AssertionError("Expected " + refusal + " but got " + answer.status() + " " + answer.body());
        }
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
