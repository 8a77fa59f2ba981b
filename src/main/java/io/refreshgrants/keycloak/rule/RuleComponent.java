package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** A rule of a realm as it is configured. */
record RuleComponent(ComponentModel model, boolean enabled, int order, List<String> clients) {

    /** Config of a script that is an Auth0 action; actions run after all rules. */
    private static final String KIND = "kind";

    private static final String ACTION = "action";

    /** Id of the components that hold what the rules of a realm are configured with; they are none themselves. */
    private static final String CONFIGURATION = "configuration";

    private static final Comparator<RuleComponent> IN_TURN = Comparator.comparing(RuleComponent::isAction)
            .thenComparing(RuleComponent::order)
            .thenComparing(RuleComponent::name)
            .thenComparing(rule -> rule.model().getId());

    /** The enabled rules of a realm, in the order they run. */
    static List<RuleComponent> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), RuleProvider.class.getName())
                .filter(model -> !CONFIGURATION.equals(model.getProviderId()))
                .map(RuleComponent::of)
                .filter(RuleComponent::enabled)
                .sorted(IN_TURN)
                .toList();
    }

    private static RuleComponent of(ComponentModel model) {
        return new RuleComponent(
                model,
                !"false".equals(model.get(RuleProviderFactory.ENABLED)),
                order(model).orElse(Integer.MAX_VALUE),
                // Not getList: it adds what is not there, and the model is in a cache that all requests share.
                Optional.ofNullable(model.getConfig().get(RuleProviderFactory.CLIENTS))
                        .orElse(List.of()));
    }

    /** Empty when there is none, or none that can be read. */
    private static Optional<Integer> order(ComponentModel model) {
        String order = model.get(RuleProviderFactory.ORDER);
        try {
            return order == null || order.isBlank() ? Optional.empty() : Optional.of(Integer.valueOf(order.trim()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String name() {
        return model.getName() == null ? model.getId() : model.getName();
    }

    boolean isAction() {
        return ACTION.equals(model.get(KIND));
    }

    /** A rule of a client that is gone is for nobody. */
    boolean isFor(ClientModel client) {
        return clients.stream().allMatch(String::isBlank)
                || clients.contains(client.getClientId())
                || clients.contains(client.getId());
    }
}
