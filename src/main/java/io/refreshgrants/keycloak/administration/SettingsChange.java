package io.refreshgrants.keycloak.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.idm.ErrorRepresentation;

/**
 * New values for some settings; all others stay.
 *
 * @param values by name; null or empty takes the own value away, so that the inherited one holds
 */
public record SettingsChange(
        @JsonProperty("values") @Nullable Map<String, @Nullable String> values) {

    /**
     * Refuses the change as a whole if a name is unknown or a value is wrong, naming each, and stores it otherwise.
     *
     * @param fields the settings by name; empty for a name that is none
     * @param store takes an attribute and its value; null removes it
     * @return the names of what was changed, separated by spaces
     */
    public String apply(Function<String, Optional<SettingField>> fields, BiConsumer<String, @Nullable String> store) {
        Map<String, @Nullable String> wanted = AdminError.present(values);
        List<ErrorRepresentation> errors = new ArrayList<>();
        wanted.forEach((name, value) -> problem(fields.apply(name), value)
                .ifPresent(problem -> errors.add(new ErrorRepresentation(name, name + " " + problem, null))));
        if (!errors.isEmpty()) {
            throw AdminError.invalid(errors);
        }
        wanted.forEach((name, value) -> fields.apply(name)
                .ifPresent(field ->
                        store.accept(field.attribute(), value == null || value.isBlank() ? null : value.trim())));
        return String.join(" ", wanted.keySet().stream().sorted().toList());
    }

    /** The same for an application. Without a value it is no change, and no event. */
    public void applyTo(ClientModel client, AuditTrail audit) {
        if (values != null && values.isEmpty()) {
            return;
        }
        String changed = apply(SettingField::ofClient, (attribute, value) -> {
            if (value == null) {
                client.removeAttribute(attribute);
            } else {
                client.setAttribute(attribute, value);
            }
        });
        audit.record(OperationType.UPDATE, AuditTrail.SETTINGS, Map.of("settings", changed));
    }

    private static Optional<String> problem(Optional<SettingField> field, @Nullable String value) {
        if (field.isEmpty()) {
            return Optional.of("is no setting");
        }
        return value == null || value.isBlank()
                ? Optional.empty()
                : field.get().problem().apply(value);
    }
}
