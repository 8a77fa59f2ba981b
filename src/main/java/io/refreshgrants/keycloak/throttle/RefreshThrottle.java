package io.refreshgrants.keycloak.throttle;

import io.refreshgrants.keycloak.settings.ThrottleLimit;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.provider.Provider;

/**
 * Counts refreshes of a family by the address they come from, on this node. The owner at one address is not locked out
 * by somebody at another.
 */
public interface RefreshThrottle extends Provider {

    /**
     * Takes one request out of the bucket.
     *
     * @param familyId from a token whose signature has been verified, so that nobody can fill the memory with made-up ones
     * @param address the client's address, as far as Keycloak's proxy settings trust it
     */
    Verdict take(String familyId, String address, ThrottleLimit limit);

    /**
     * What the bucket said.
     *
     * @param allowed whether the request may go on
     * @param limit how many requests a full bucket holds
     * @param remaining how many are left
     * @param reset when the bucket will be full again
     * @param retryAfter how long to wait for the next request; zero when allowed
     */
    record Verdict(boolean allowed, long limit, long remaining, Instant reset, Duration retryAfter) {}
}
