package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.Phase;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel;
import org.keycloak.provider.ProviderFactory;

/**
 * A configured rule of a realm.
 *
 * @param group what runs the rule
 */
record RuleComponent(ComponentModel model, RuleGroup group, Phase phase, int order) {

    private static final Comparator<RuleComponent> IN_TURN = Comparator.comparing(RuleComponent::phase)
            .thenComparing(RuleComponent::order)
            .thenComparing(RuleComponent::name)
            .thenComparing(rule -> rule.model().getId());

    /**
     * The rules among components that are enabled for a client, in running order. A realm may have hundreds for others, so
     * those are left out first.
     *
     * @param factories finds a factory by its id, or null
     */
    static List<RuleComponent> inTurn(
            Stream<ComponentModel> models,
            ClientModel client,
            Function<String, ProviderFactory<RuleProvider>> factories) {
        return all(models.filter(RuleComponent::isEnabled).filter(model -> isFor(model, client)), factories)
                .toList();
    }

    /** The rules among components, enabled or not, in running order. */
    static Stream<RuleComponent> all(
            Stream<ComponentModel> models, Function<String, ProviderFactory<RuleProvider>> factories) {
        return models.map(model -> of(model, factories.apply(model.getProviderId())))
                .filter(rule -> rule.phase() != Phase.NEVER)
                .sorted(IN_TURN);
    }

    private static RuleComponent of(ComponentModel model, ProviderFactory<RuleProvider> factory) {
        if (!(factory instanceof RuleProviderFactory<?> known)) {
            return of(model, UnusableRule.notInstalled(), Phase.RULES);
        }
        try {
            RuleGroup group = known instanceof RuleGroup found ? found : new SingleRule(known);
            return of(model, group, Objects.requireNonNull(known.phase(model), "phase"));
        } catch (RuntimeException e) {
            return of(model, UnusableRule.withoutPhase(e), Phase.RULES);
        }
    }

    private static RuleComponent of(ComponentModel model, RuleGroup group, Phase phase) {
        return new RuleComponent(model, group, phase, order(model).orElse(Integer.MAX_VALUE));
    }

    static boolean isEnabled(ComponentModel model) {
        return !"false".equals(model.get(RuleProviderFactory.ENABLED));
    }

    /** The client ids that a rule is limited to; empty for none. */
    static List<String> clients(ComponentModel model) {
        // getList would add the missing entry to the model, which is in a cache that all requests share.
        return Optional.ofNullable(model.getConfig().get(RuleProviderFactory.CLIENTS))
                .orElse(List.of());
    }

    /** Empty when the order is missing or not a number. */
    private static Optional<Integer> order(ComponentModel model) {
        String order = model.get(RuleProviderFactory.ORDER);
        try {
            return order == null || order.isBlank() ? Optional.empty() : Optional.of(Integer.valueOf(order.trim()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String name() {
        return name(model);
    }

    static String name(ComponentModel model) {
        return model.getName() == null ? model.getId() : model.getName();
    }

    /** Whether the rule runs for a client. A rule limited to a removed client runs for none. */
    private static boolean isFor(ComponentModel model, ClientModel client) {
        List<String> clients = clients(model);
        return clients.stream().allMatch(String::isBlank)
                || clients.contains(client.getClientId())
                || clients.contains(client.getId());
    }
}
