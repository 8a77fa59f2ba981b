package io.refreshgrants.keycloak.settings;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads settings one by one and remembers what was wrong. A value that is not valid counts as the safer one. */
final class SettingsReader {

    /** A value that is not valid, and why. */
    record Problem(Setting<?> setting, String value, String rule) {

        @Override
        public String toString() {
            return setting.attribute() + " is '" + value + "' but must be " + rule;
        }
    }

    private final Function<Setting<?>, @Nullable String> values;
    private final Set<Problem> problems = new LinkedHashSet<>();

    SettingsReader(Function<Setting<?>, @Nullable String> values) {
        this.values = values;
    }

    /** The value in force: what is set, the safer value where that is not valid, the default where nothing is set. */
    <T> T get(Setting<T> setting) {
        Optional<String> text =
                Optional.ofNullable(values.apply(setting)).map(String::trim).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return setting.absentIn(this);
        }
        try {
            return setting.type().parse(text.get());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(setting, text.get(), String.valueOf(e.getMessage())));
            return setting.safer().meaning();
        }
    }

    /** What is wrong with these settings. */
    List<Problem> problems(Collection<Setting<?>> settings) {
        settings.forEach(this::get);
        return problems();
    }

    /** What was wrong with those read so far. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
