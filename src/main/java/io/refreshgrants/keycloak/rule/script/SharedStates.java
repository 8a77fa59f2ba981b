package io.refreshgrants.keycloak.rule.script;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.engine.SharedState;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * What the scripts of a realm share, whichever application they run for: until one of them changes, and however often their
 * images are loaded.
 */
final class SharedStates {

    /** Each takes 180 KB at most. */
    private static final int MOST = 1_000;

    private final Cache<String, Version> states =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Version(int scripts, SharedState state) {}

    /** The state of a realm's scripts as they are now. */
    SharedState of(RealmModel realm) {
        return of(realm.getId(), version(realm.getComponentsStream(realm.getId(), RuleCatalog.TYPE)));
    }

    /**
     * A number that changes when one of the rules that are enabled does. Java keeps the hash of a text with it, and Keycloak the
     * texts of a realm: most requests read none of them. A component that was imported need not have a name.
     */
    static int version(Stream<ComponentModel> rules) {
        return rules.filter(RuleCatalog::isEnabled)
                .mapToInt(rule -> Objects.hash(rule.getName(), rule.getConfig()))
                .sum();
    }

    /**
     * The state of a version of a realm's scripts.
     *
     * @param scripts differs when one of them does
     */
    SharedState of(String realmId, int scripts) {
        return states.asMap()
                .compute(
                        realmId,
                        (id, known) -> known != null && known.scripts() == scripts
                                ? known
                                : new Version(scripts, new SharedState()))
                .state();
    }
}
