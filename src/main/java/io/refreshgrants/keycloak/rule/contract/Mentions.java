package io.refreshgrants.keycloak.rule.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whether a realm's scripts contain a word, so that facts no script mentions are not looked up. The scripts are
 * searched once for each word, because searching a megabyte of them in every request would cost more than it saves.
 */
public final class Mentions {

    private final List<String> sources;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    public Mentions(List<String> sources) {
        this.sources = sources;
    }

    /**
     * Whether one of the scripts contains a word.
     *
     * @param word one of the few words in the code, never one from a request
     */
    public boolean contain(String word) {
        return known.computeIfAbsent(word, asked -> sources.stream().anyMatch(source -> source.contains(asked)));
    }
}
