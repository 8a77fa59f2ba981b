package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

/** The rules of a realm: for its pipeline, and for those who manage them. */
public final class RuleCatalog {

    /** The type of the components that are rules. */
    public static final String TYPE = RuleProvider.class.getName();

    private final KeycloakSession session;
    private final RealmModel realm;

    public RuleCatalog(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Those that are enabled for a client, in running order. */
    List<RuleComponent> enabledFor(ClientModel client) {
        return RuleComponent.inTurn(components(), client, this::factory);
    }

    private Stream<ComponentModel> components() {
        return realm.getComponentsStream(realm.getId(), TYPE);
    }

    /** All of them in running order, those switched off among them. */
    public List<ComponentModel> rules() {
        return RuleComponent.all(components(), this::factory)
                .map(RuleComponent::model)
                .toList();
    }

    /** One of them. */
    public Optional<ComponentModel> rule(String id) {
        return rules().stream().filter(rule -> rule.getId().equals(id)).findFirst();
    }

    public static boolean isEnabled(ComponentModel rule) {
        return RuleComponent.isEnabled(rule);
    }

    /** The client ids that a rule is limited to, sorted, for the database keeps them in no order; empty for none. */
    public static List<String> clients(ComponentModel rule) {
        return RuleComponent.clients(rule).stream().sorted().toList();
    }

    /** Why a rule cannot run; empty if it can. */
    public Optional<String> problem(ComponentModel rule) {
        if (!(factory(rule.getProviderId()) instanceof RuleProviderFactory<?> factory)) {
            return Optional.of("The rule's kind is not installed on this server");
        }
        try {
            factory.validateConfiguration(session, realm, rule);
            return Optional.empty();
        } catch (ComponentValidationException e) {
            return Optional.of(InvalidComponent.message(e));
        }
    }

    private ProviderFactory<RuleProvider> factory(String id) {
        return session.getKeycloakSessionFactory().getProviderFactory(RuleProvider.class, id);
    }
}
