package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.rule.InvalidComponent;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Changes of a realm's rules by an admin, each with its admin event.
 *
 * @param audit writes the events
 */
public record ManagedRules(KeycloakSession session, RealmModel realm, AuditTrail audit) {

    /** Adds a script as a rule or an action. */
    public ComponentModel create(RuleChange change) {
        ComponentModel rule = new ComponentModel();
        rule.setParentId(realm.getId());
        rule.setProviderType(RuleCatalog.TYPE);
        rule.setProviderId(ScriptKeys.PROVIDER_ID);
        change.applyTo(rule);
        save(() -> rule.setId(realm.addComponentModel(rule).getId()));
        audit.record(OperationType.CREATE, AuditTrail.RULE, rule.getId(), Map.of("name", rule.getName()));
        return rule;
    }

    /**
     * Changes a rule.
     *
     * @param seen looks at what the database has before the change, and may refuse it
     */
    public ComponentModel change(String id, RuleChange change, Consumer<ComponentModel> seen) {
        ComponentModel changed = new ComponentModel(committed(id, seen));
        change.applyTo(changed);
        save(() -> realm.updateComponent(changed));
        audit.record(OperationType.UPDATE, AuditTrail.RULE, Map.of("name", changed.getName()));
        return changed;
    }

    /**
     * Deletes a rule.
     *
     * @param seen looks at what the database has before, and may refuse it
     */
    public void delete(String id, Consumer<ComponentModel> seen) {
        ComponentModel deleted = committed(id, seen);
        realm.removeComponent(deleted);
        audit.record(OperationType.DELETE, AuditTrail.RULE, Map.of("name", String.valueOf(deleted.getName())));
    }

    /** Saves rules that have changed together, without an event. */
    public void saveAll(List<ComponentModel> changed) {
        save(() -> changed.forEach(realm::updateComponent));
    }

    private ComponentModel committed(String id, Consumer<ComponentModel> seen) {
        ComponentModel committed = new RuleCatalog(session, new Committed(session, realm).realm())
                .rule(id)
                .orElseThrow(() -> AdminError.notFound("Rule"));
        seen.accept(committed);
        return committed;
    }

    private void save(Runnable saving) {
        save(session, saving);
    }

    /** Saves components, or refuses what Keycloak finds wrong with one of them. */
    static void save(KeycloakSession session, Runnable saving) {
        try {
            saving.run();
        } catch (ComponentValidationException e) {
            session.getTransactionManager().setRollbackOnly();
            throw AdminError.invalidRule(InvalidComponent.message(e));
        }
    }
}
