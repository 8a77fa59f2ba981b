package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.SettingField;
import io.refreshgrants.keycloak.settings.Setting;
import io.refreshgrants.keycloak.settings.StatedSetting;
import io.refreshgrants.keycloak.settings.StatedSetting.Source;
import io.refreshgrants.keycloak.settings.ValueType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * A setting as a form has it. Values are texts, as in attributes.
 *
 * @param name its name, as in Auth0's client object where it has one
 * @param attribute the attribute that stores it
 * @param label its name in a form
 * @param help what it does; names of settings and values are between backticks
 * @param type what values it takes
 * @param value the value that holds; null for none
 * @param from where that comes from: {@code client}, {@code realm}, {@code server} or {@code default}
 * @param own what is stored here, valid or not; null for nothing
 * @param inherited what would hold without that; null for none
 * @param inheritedFrom where that would come from
 * @param problem what is wrong with {@code own}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownSetting(
        @JsonProperty("name") String name,
        @JsonProperty("attribute") String attribute,
        @JsonProperty("label") String label,
        @JsonProperty("help") String help,
        @JsonProperty("type") Type type,
        @JsonProperty("value") @Nullable String value,
        @JsonProperty("from") String from,
        @JsonProperty("own") @Nullable String own,
        @JsonProperty("inherited") @Nullable String inherited,
        @JsonProperty("inheritedFrom") String inheritedFrom,
        @JsonProperty("problem") @Nullable String problem) {

    /**
     * What values a setting takes.
     *
     * @param kind {@code words}, {@code number} or {@code text}
     * @param words the words, if it takes one of a few
     * @param least the smallest number
     * @param most the largest number
     * @param unit of a number: {@code seconds}, or null for a mere number
     * @param form of a text, in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Type(
            @JsonProperty("kind") String kind,
            @JsonProperty("words") @Nullable List<String> words,
            @JsonProperty("least") @Nullable Integer least,
            @JsonProperty("most") @Nullable Integer most,
            @JsonProperty("unit") @Nullable String unit,
            @JsonProperty("form") @Nullable String form) {

        static Type of(ValueType<?> type) {
            if (type instanceof ValueType.Words<?> words) {
                return new Type("words", List.copyOf(words.meanings().keySet()), null, null, null, null);
            }
            if (type instanceof ValueType.WholeNumber<?> number) {
                return new Type(
                        "number",
                        null,
                        number.least(),
                        number.most(),
                        number.unit().isEmpty() ? null : number.unit(),
                        null);
            }
            return text(type.values());
        }

        static Type text(String form) {
            return new Type("text", null, null, null, null, form);
        }
    }

    static ShownSetting of(StatedSetting stated) {
        Setting<?> setting = stated.setting();
        return new ShownSetting(
                setting.name(),
                setting.attribute(),
                setting.explanation().label(),
                setting.explanation().help(),
                Type.of(setting.type()),
                stated.value().orElse(null),
                code(stated.from()),
                stated.own().orElse(null),
                stated.inherited().orElse(null),
                code(stated.inheritedFrom()),
                stated.problem().orElse(null));
    }

    /** The tenant address, in the form of a setting. */
    static ShownSetting ofDomain(RealmModel realm) {
        String own = realm.getAttribute(SettingField.DOMAIN.attribute());
        String stored = own == null || own.isBlank() ? null : own;
        String problem = stored == null
                ? null
                : SettingField.DOMAIN.problem().apply(stored).orElse(null);
        return new ShownSetting(
                SettingField.DOMAIN.name(),
                SettingField.DOMAIN.attribute(),
                "Tenant address",
                "The host that applications know as the tenant's domain: Auth0's paths stand at its root.",
                Type.text("a host, with a port if it is not 443"),
                problem == null ? stored : null,
                code(stored == null ? Source.DEFAULT : Source.REALM),
                stored,
                null,
                code(Source.DEFAULT),
                problem);
    }

    private static String code(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }
}
