package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.settings.SettingsReader.Problem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** The warnings that were given already: a broken setting is one line in the log and not one for each request. */
final class Warnings {

    private static final Logger LOG = Logger.getLogger(AttributeSettingsFactory.class);
    private static final int MAX_WARNINGS = 1_000;

    private final Set<String> given = ConcurrentHashMap.newKeySet();

    void of(ClientModel client, List<Problem> problems) {
        problems.forEach(problem -> of(client, problem + "; the safer value is used"));
    }

    void of(RealmModel realm, List<Problem> problems) {
        problems.forEach(problem -> once("Realm '" + realm.getName() + "': " + problem + "; the safer value is used"));
    }

    void of(ClientModel client, String what) {
        once("Client '" + client.getClientId() + "' of realm '"
                + client.getRealm().getName() + "': " + what);
    }

    private void once(String what) {
        String warning = OneLine.of(what);
        if (given.size() < MAX_WARNINGS && given.add(warning)) {
            LOG.warn(warning);
        }
    }
}
