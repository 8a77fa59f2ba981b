package io.refreshgrants.keycloak.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The table that documentation has of settings. */
public final class SettingsTable {

    private static final String HEAD = """
            | attribute | values | default | a wrong value counts as | meaning |
            | --- | --- | --- | --- | --- |
            """;

    private SettingsTable() {}

    /** One line of Markdown for each setting, below a head. */
    public static String of(List<Setting<?>> settings) {
        return settings.stream().map(SettingsTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.attribute() + "` | " + setting.type().values() + " | " + absent(setting) + " | "
                + text(setting, setting.safer()) + " | " + setting.explanation().help() + " |\n";
    }

    private static String absent(Setting<?> setting) {
        String absent = text(setting, setting.absent());
        return setting.dependence()
                .map(depends -> absent + "; `" + depends.then() + "` if `"
                        + depends.other().name() + "` is `" + depends.is().text() + "`")
                .orElse(absent);
    }

    private static String text(Setting<?> setting, Setting.Value<?> value) {
        if (value.text() == null) {
            return "none";
        }
        return setting.type() instanceof ValueType.Words ? "`" + value.text() + "`" : value.text();
    }
}
