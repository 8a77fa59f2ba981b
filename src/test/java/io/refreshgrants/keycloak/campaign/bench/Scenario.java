package io.refreshgrants.keycloak.campaign.bench;

import java.util.List;
import java.util.function.Supplier;

/**
 * One way of asking one server.
 *
 * @param endless whether the clients can go on asking; others ask what was prepared for them just before
 * @param clients what the clients of a round ask; a scenario whose requests can be made once only makes them anew
 */
record Scenario(
        String name, BenchServer server, boolean endless, Supplier<? extends List<? extends Load.Requests>> clients) {}
