package io.refreshgrants.keycloak.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.refreshgrants.keycloak.settings.ConfigKey;
import io.refreshgrants.keycloak.settings.ServerOptions;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.ThrottleLimit;
import io.refreshgrants.keycloak.settings.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Token buckets in the memory of this node: under a flood of addresses the least used are forgotten, and start again full.
 */
public final class TokenBucketThrottleFactory implements RefreshThrottleFactory, RefreshThrottle {

    static final ConfigKey<Integer> MAX_BUCKETS = ConfigKey.of(
            "max-buckets",
            ValueType.numberFrom(0),
            "100000",
            new Explanation(
                    "Most buckets",
                    "How many buckets a node keeps, each until it is full again. Under a flood of addresses the least"
                            + " used are forgotten."));

    /** The options of this provider. */
    public static final ServerOptions OPTIONS =
            new ServerOptions("refresh-grants-throttle", "token-bucket", List.of(MAX_BUCKETS));

    /** Keycloak's clock, which tests can move. */
    private static final TimeMeter CLOCK = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(Time.currentTimeMillis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    };

    @SuppressWarnings("NullAway.Init") // Keycloak calls init before anything else.
    private Cache<Key, Bucket> buckets;

    private record Key(String familyId, String address, ThrottleLimit limit) {}

    @Override
    public void init(Config.Scope config) {
        buckets = Caffeine.newBuilder()
                .maximumSize(OPTIONS.read(config, MAX_BUCKETS))
                .ticker(CLOCK::currentTimeNanos)
                // Left alone for its period a bucket is full again, as a new one is.
                .expireAfter(Expiry.<Key, Bucket>accessing(
                        (key, bucket) -> key.limit().period()))
                .build();
    }

    @Override
    public Verdict take(String familyId, String address, ThrottleLimit limit) {
        Bucket bucket =
                buckets.get(new Key(familyId, ClientAddress.of(address), limit), TokenBucketThrottleFactory::full);
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return new Verdict(
                probe.isConsumed(),
                limit.requests(),
                probe.getRemainingTokens(),
                now.plusNanos(probe.getNanosToWaitForReset()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** How many buckets there are, after what is surplus has been forgotten. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private static Bucket full(Key key) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(key.limit().requests())
                        .refillGreedy(key.limit().requests(), key.limit().period()))
                .withCustomTimePrecision(CLOCK)
                .build();
    }

    @Override
    public RefreshThrottle create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return OPTIONS.provider();
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return OPTIONS.properties();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
