package io.refreshgrants.keycloak.campaign.soak;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts events by name. */
final class Tally {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long times) {
        if (times > 0) {
            counts.computeIfAbsent(what, key -> new LongAdder()).add(times);
        }
    }

    Set<String> kinds() {
        return counts.keySet();
    }

    /** The counts as a Markdown table. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("| what | times |\n| --- | --- |\n");
        new TreeMap<>(counts).forEach((what, times) -> text.append("| " + what + " | " + times + " |\n"));
        return text.toString();
    }
}
