package io.refreshgrants.keycloak.grant;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an application keeps about a family, within Auth0's limits. No decision depends on it.
 *
 * @param entries texts by their names
 */
public record Metadata(SortedMap<String, String> entries) {

    /** The most entries. */
    public static final int MAX_ENTRIES = 25;

    /** The longest name, and the longest text. */
    public static final int MAX_LENGTH = 255;

    public Metadata {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("must have at most " + MAX_ENTRIES + " members");
        }
        entries.forEach((name, text) -> {
            if (name.isEmpty() || name.length() > MAX_LENGTH || text.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("must have names of 1 to " + MAX_LENGTH
                        + " characters, and texts of at most " + MAX_LENGTH + " characters");
            }
        });
    }

    /** These entries. */
    public static Metadata of(Map<String, String> entries) {
        return new Metadata(new TreeMap<>(entries));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
