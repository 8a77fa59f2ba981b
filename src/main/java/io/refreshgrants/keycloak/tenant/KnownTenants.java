package io.refreshgrants.keycloak.tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The claims of realms to tenant addresses as the database had them some seconds ago. A realm that drops its claim is found out
 * at once, since whoever reads this asks the realm, too; a second realm with the same claim is found out after {@link #LIFE}.
 */
final class KnownTenants {

    private static final Logger LOG = Logger.getLogger(KnownTenants.class);

    /** How long the claims are believed. */
    static final Duration LIFE = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Set<TenantAddress> contested = ConcurrentHashMap.newKeySet();
    private volatile State state = new State(Instant.MIN, Map.of());

    /**
     * What a realm claims.
     *
     * @param realm its id
     */
    record Claim(String realm, TenantAddress address) {}

    private record State(Instant learned, Map<TenantAddress, List<String>> realms) {}

    KnownTenants(InstantSource clock) {
        this.clock = clock;
    }

    /** The id of the one realm that claims an address; empty if none or several do, or if that is too long ago to be known. */
    Optional<String> realmAt(TenantAddress address) {
        State now = state;
        boolean old = now.learned().isBefore(clock.instant().minus(LIFE));
        List<String> realms = old ? List.of() : now.realms().getOrDefault(address, List.of());
        return realms.size() == 1 ? Optional.of(realms.get(0)) : Optional.empty();
    }

    /** Takes in what the database says now. Each contested address is one line in the log. */
    void learn(List<Claim> claims) {
        Map<TenantAddress, List<String>> realms = claims.stream()
                .collect(Collectors.groupingBy(
                        Claim::address, Collectors.mapping(Claim::realm, Collectors.toUnmodifiableList())));
        state = new State(clock.instant(), realms);
        contested.removeIf(address -> realms.getOrDefault(address, List.of()).size() < 2);
        realms.forEach((address, ids) -> {
            if (ids.size() > 1 && contested.add(address)) {
                LOG.warnf(
                        "Several realms have %s %s, so that none of them is served there: %s",
                        TenantAddress.ATTRIBUTE, address.domain(), String.join(", ", ids));
            }
        });
    }
}
