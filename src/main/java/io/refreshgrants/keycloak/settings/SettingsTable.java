package io.refreshgrants.keycloak.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The tables that documentation has of settings. */
public final class SettingsTable {

    private static final String HEAD = """
            | attribute | values | default | a wrong value counts as | meaning |
            | --- | --- | --- | --- | --- |
            """;

    private static final String HEAD_OF_KEYS = """
            | %s | values | default | meaning |
            | --- | --- | --- | --- |
            """;

    private SettingsTable() {}

    /** One line of Markdown for each setting, below a head. */
    public static String of(List<Setting<?>> settings) {
        return settings.stream().map(SettingsTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    /** One line for each property of a component. */
    public static String ofKeys(List<ConfigKey<?>> keys) {
        return keys.stream()
                .map(key -> row(key.name(), key))
                .collect(Collectors.joining("", HEAD_OF_KEYS.formatted("config key"), ""));
    }

    /** One line for each option of the server. */
    public static String ofOptions(List<ServerOptions> providers) {
        return providers.stream()
                .flatMap(options -> options.keys().stream().map(key -> row(options.name(key), key)))
                .collect(Collectors.joining("", HEAD_OF_KEYS.formatted("option"), ""));
    }

    private static String row(String name, ConfigKey<?> key) {
        return "| `" + name + "` | " + key.type().values() + " | "
                + key.absent().map(absent -> text(key.type(), absent)).orElse("none")
                + " | " + key.explanation().help() + " |\n";
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.attribute() + "` | " + setting.type().values() + " | " + absent(setting) + " | "
                + text(setting.type(), setting.safer()) + " | "
                + setting.explanation().help() + " |\n";
    }

    private static String absent(Setting<?> setting) {
        String absent = text(setting.type(), setting.absent());
        return setting.dependence()
                .map(depends -> absent + "; `" + depends.then() + "` if `"
                        + depends.other().name() + "` is `" + depends.is().text() + "`")
                .orElse(absent);
    }

    private static String text(ValueType<?> type, Setting.Value<?> value) {
        if (value.text() == null) {
            return "none";
        }
        return type instanceof ValueType.Words ? "`" + value.text() + "`" : value.text();
    }
}
