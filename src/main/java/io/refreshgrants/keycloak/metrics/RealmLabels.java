package io.refreshgrants.keycloak.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The realms with a label value of their own: the first ones counted on this node. A registry never frees the memory of
 * a label value, so a server with many realms must not have one for each.
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
