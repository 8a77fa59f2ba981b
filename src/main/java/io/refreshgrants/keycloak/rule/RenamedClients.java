package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel.ClientIdChangeEvent;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Updates rules when a client's client id changes. Rules name clients by client id, because it survives export and
 * import of a realm.
 */
public final class RenamedClients {

    private RenamedClients() {}

    /** Registers for changes of client ids. */
    public static void follow(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof ClientIdChangeEvent change) {
                RealmModel realm = change.getUpdatedClient().getRealm();
                realm.getComponentsStream(realm.getId(), RuleProvider.class.getName())
                        .filter(rule -> clients(rule).contains(change.getPreviousClientId()))
                        .toList()
                        .forEach(rule -> realm.updateComponent(renamed(rule, change)));
            }
        });
    }

    private static List<String> clients(ComponentModel rule) {
        return rule.getConfig().getOrDefault(RuleProviderFactory.CLIENTS, List.of());
    }

    /** Copies the model, because it is in a cache that all requests share. */
    private static ComponentModel renamed(ComponentModel rule, ClientIdChangeEvent change) {
        ComponentModel renamed = new ComponentModel(rule);
        renamed.getConfig()
                .put(
                        RuleProviderFactory.CLIENTS,
                        clients(rule).stream()
                                .map(name -> name.equals(change.getPreviousClientId()) ? change.getNewClientId() : name)
                                .toList());
        return renamed;
    }
}
