package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.rule.ConfigurationComponent;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

    /** What Auth0 takes as a name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\-@*+:]{1,127}");

    private static final int MOST_VALUE = 65_536;

    /** The names of all values. */
    public SortedSet<String> names() {
        return ConfigurationComponent.of(realm)
                .map(ManagedConfiguration::namesIn)
                .orElseGet(TreeSet::new);
    }

    private static SortedSet<String> namesIn(ComponentModel configuration) {
        SortedSet<String> names = new TreeSet<>(
                texts(configuration, ConfigurationComponent.VALUES).keySet());
        names.addAll(texts(configuration, ConfigurationComponent.SECRETS).keySet());
        return names;
    }

    /** Adds a value, or replaces the one with this name. */
    public void put(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            throw AdminError.invalid("key", "must be 1 to 127 letters, digits or characters of _-@*+:");
        }
        if (value == null || value.isEmpty() || value.length() > MOST_VALUE) {
            throw AdminError.invalid("value", "must be a text of 1 to " + MOST_VALUE + " characters");
        }
        ComponentModel stored = committed().orElseGet(this::created);
        ComponentModel changed = without(name, stored);
        Map<String, String> secrets = texts(changed, ConfigurationComponent.SECRETS);
        secrets.put(name, value);
        keep(changed, ConfigurationComponent.SECRETS, secrets);
        save(changed);
        record(namesIn(stored).contains(name) ? OperationType.UPDATE : OperationType.CREATE, name);
    }

    /**
     * Takes a value away.
     *
     * @return whether there was one with this name
     */
    public boolean remove(String name) {
        Optional<ComponentModel> stored =
                committed().filter(configuration -> namesIn(configuration).contains(name));
        stored.ifPresent(configuration -> {
            save(without(name, configuration));
            record(OperationType.DELETE, name);
        });
        return stored.isPresent();
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
