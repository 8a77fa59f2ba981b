package io.refreshgrants.keycloak.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KnownTenantsTest {

    private static final TenantAddress SHOP = new TenantAddress("shop.example.com");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final KnownTenants known = new KnownTenants(now::get);

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(known.realmAt(SHOP)).isEmpty();
    }

    @Test
    void aClaimIsKnownForAWhile() {
        known.learn(List.of(new KnownTenants.Claim("a", SHOP)));
        assertThat(known.realmAt(SHOP)).contains("a");

        now.set(now.get().plus(KnownTenants.LIFE).plusMillis(1));
        assertThat(known.realmAt(SHOP)).isEmpty();
    }

    @Test
    void aContestedAddressIsNobodys() {
        known.learn(List.of(new KnownTenants.Claim("a", SHOP), new KnownTenants.Claim("b", SHOP)));
        assertThat(known.realmAt(SHOP)).isEmpty();

        known.learn(List.of(new KnownTenants.Claim("b", SHOP)));
        assertThat(known.realmAt(SHOP)).contains("b");
    }
}
