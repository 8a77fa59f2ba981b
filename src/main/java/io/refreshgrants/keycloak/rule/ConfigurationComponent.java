package io.refreshgrants.keycloak.rule;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/** The component with the configuration of a realm's scripts, as it is stored. */
public final class ConfigurationComponent {

    /** The provider of the component. A realm has one at most. */
    public static final String PROVIDER_ID = "configuration";

    /** Values that an admin may see again, as a JSON object of texts. */
    public static final String VALUES = "values";

    /** Values that are not shown again, as a JSON object of texts. */
    public static final String SECRETS = "secrets";

    private ConfigurationComponent() {}

    /** The realm's; empty if it has none. */
    public static Optional<ComponentModel> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), RuleCatalog.TYPE)
                .filter(model -> PROVIDER_ID.equals(model.getProviderId()))
                .findFirst();
    }

    /**
     * The texts of a field, by their names; none if the field is empty.
     *
     * @throws IllegalArgumentException naming the field, if it is no JSON object of texts
     */
    public static Map<String, String> texts(ComponentModel model, String field) {
        String json = model.get(field);
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, String> texts = JsonSerialization.mapper.readValue(json, new TypeReference<>() {});
            if (texts.containsValue(null)) {
                throw new IllegalArgumentException(field + " must not have null values");
            }
            return texts;
        } catch (IOException e) {
            // The exception's message quotes the text, which may be secret.
            throw new IllegalArgumentException(field + " must be a JSON object of texts, such as {\"KEY\": \"value\"}");
        }
    }
}
