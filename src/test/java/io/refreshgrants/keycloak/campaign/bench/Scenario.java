package io.refreshgrants.keycloak.campaign.bench;

import java.util.List;
import java.util.function.Supplier;

/**
 * One way of asking one server.
 *
 * @param clients what the clients of a round ask; a scenario whose requests can be made once only makes them anew
 */
record Scenario(String name, BenchServer server, Supplier<? extends List<? extends Load.Requests>> clients) {}
