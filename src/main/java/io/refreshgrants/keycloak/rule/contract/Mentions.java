package io.refreshgrants.keycloak.rule.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which words the scripts of a realm have in them: what none of them speaks of is not looked up. They are read once for each
 * word, for in a request a megabyte of scripts would take longer than what it saves.
 */
public final class Mentions {

    private final List<String> sources;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    public Mentions(List<String> sources) {
        this.sources = sources;
    }

    /**
     * Whether one of the scripts has a word in its text.
     *
     * @param word one of the few that the code asks for, never one that comes with a request
     */
    public boolean of(String word) {
        return known.computeIfAbsent(word, asked -> sources.stream().anyMatch(source -> source.contains(asked)));
    }
}
