package io.refreshgrants.keycloak.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The realms that have a label of their own: the first that were counted on this node. What is kept for each value of a label
 * is never given back, so a server of many realms must not have one for each.
 */
final class RealmLabels {

    private static final String OTHER = "other";

    private final int most;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    RealmLabels(int most) {
        this.most = most;
    }

    String of(String realm) {
        return names.contains(realm) || add(realm) ? realm : OTHER;
    }

    private synchronized boolean add(String realm) {
        if (names.size() < most) {
            names.add(realm);
        }
        return names.contains(realm);
    }
}
