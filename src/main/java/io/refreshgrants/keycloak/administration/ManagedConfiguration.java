package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.rule.ConfigurationComponent;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Changes of the values that a realm's scripts find in {@code configuration} and {@code event.secrets}, each with its admin event.
 * What is written here is kept as a secret.
 *
 * @param audit writes the events, without the values
 */
public record ManagedConfiguration(KeycloakSession session, RealmModel realm, AuditTrail audit) {

    /** The names of all values. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        ConfigurationComponent.of(realm).ifPresent(configuration -> {
            names.addAll(texts(configuration, ConfigurationComponent.VALUES).keySet());
            names.addAll(texts(configuration, ConfigurationComponent.SECRETS).keySet());
        });
        return names;
    }

    /** Adds a value, or replaces the one with this name. */
    public void put(String name, String value) {
        ComponentModel changed = without(name, committed().orElseGet(this::created));
        Map<String, String> secrets = texts(changed, ConfigurationComponent.SECRETS);
        secrets.put(name, value);
        keep(changed, ConfigurationComponent.SECRETS, secrets);
        save(changed);
        record(OperationType.UPDATE, name);
    }

    /** Takes a value away, if there is one with this name. */
    public void remove(String name) {
        committed().ifPresent(configuration -> {
            save(without(name, configuration));
            record(OperationType.DELETE, name);
        });
    }

    private void record(OperationType operation, String name) {
        audit.record(operation, AuditTrail.RULE, Map.of("configuration", name));
    }

    private Optional<ComponentModel> committed() {
        return ConfigurationComponent.of(new Committed(session, realm).realm());
    }

    private ComponentModel created() {
        ComponentModel created = new ComponentModel();
        created.setName(ConfigurationComponent.PROVIDER_ID);
        created.setParentId(realm.getId());
        created.setProviderType(RuleCatalog.TYPE);
        created.setProviderId(ConfigurationComponent.PROVIDER_ID);
        return created;
    }

    private static ComponentModel without(String name, ComponentModel configuration) {
        ComponentModel changed = new ComponentModel(configuration);
        for (String key : new String[] {ConfigurationComponent.VALUES, ConfigurationComponent.SECRETS}) {
            Map<String, String> texts = texts(changed, key);
            if (texts.remove(name) != null) {
                keep(changed, key, texts);
            }
        }
        return changed;
    }

    private static void keep(ComponentModel configuration, String key, Map<String, String> texts) {
        try {
            configuration.getConfig().putSingle(key, JsonSerialization.writeValueAsString(texts));
        } catch (IOException e) {
            throw new IllegalStateException("Texts are JSON", e);
        }
    }

    private static Map<String, String> texts(ComponentModel configuration, String key) {
        try {
            return new TreeMap<>(ConfigurationComponent.texts(configuration, key));
        } catch (IllegalArgumentException e) {
            throw AdminError.invalid(key, "of the stored configuration must be a JSON object of texts");
        }
    }

    private void save(ComponentModel changed) {
        ManagedRules.save(session, () -> {
            if (changed.getId() == null) {
                realm.addComponentModel(changed);
            } else {
                realm.updateComponent(changed);
            }
        });
    }
}
