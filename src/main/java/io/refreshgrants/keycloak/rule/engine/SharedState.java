package io.refreshgrants.keycloak.rule.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Map;

/**
 * State that scripts deliberately keep between runs: {@code global} of rules and {@code api.cache} of actions. As in
 * Auth0, it exists on this node only, is lost when a script of the realm changes, and may vanish at any time.
 */
public final class SharedState {

    static final int MAX_GLOBAL_CHARACTERS = 100 * 1024;

    // Auth0's limits for api.cache.
    private static final int MAX_ENTRIES = 20;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 4 * 1024;
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final Duration MAX_LIFETIME = Duration.ofHours(24);

    private final Cache<String, Entry> cache = Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfter(Expiry.<String, Entry>writing(
                    (key, entry) -> Duration.ofMillis(entry.expiresAt() - System.currentTimeMillis())))
            .build();
    private volatile String global = "{}";

    private record Entry(String value, long expiresAt) {}

    public String global() {
        return global;
    }

    /** Ignores a value that is too large. */
    public void global(String json) {
        if (json.length() <= MAX_GLOBAL_CHARACTERS) {
            global = json;
        }
    }

    /** Answers {@code api.cache.get}, {@code set} and {@code delete} with Auth0's records. */
    public String cache(HostCall call, String argument) {
        switch (call) {
            case CACHE_GET:
                Entry entry = cache.getIfPresent(argument);
                return entry == null ? "null" : record("value", entry.value(), "expires_at", entry.expiresAt());
            case CACHE_DELETE:
                cache.invalidate(argument);
                return record("type", "success");
            default:
                return put(Json.ofScript(argument));
        }
    }

    private String put(JsonNode input) {
        String key = input.path("key").asText();
        String value = input.path("value").asText();
        if (key.length() > MAX_KEY || value.length() > MAX_VALUE) {
            return record("type", "error", "code", "ItemSizeExceeded");
        }
        long now = System.currentTimeMillis();
        long end = input.has("expires_at")
                ? input.path("expires_at").asLong()
                : now + input.path("ttl").asLong(LIFETIME.toMillis());
        long expiresAt = Math.min(end, now + MAX_LIFETIME.toMillis());
        if (expiresAt > now) {
            cache.put(key, new Entry(value, expiresAt));
        }
        return record("type", "success", "record", Map.of("value", value, "expires_at", expiresAt));
    }

    private static String record(Object... pairs) {
        Map<String, Object> record = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            record.put((String) pairs[i], pairs[i + 1]);
        }
        return Json.write(record);
    }
}
