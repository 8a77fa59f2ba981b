package io.refreshgrants.keycloak.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads settings one by one and remembers what was wrong. A value that is not valid counts as the safer one, which each
 * caller names.
 */
final class SettingsReader {

    /** A value that is not valid, and why. */
    record Problem(Attribute setting, String value, String rule) {

        @Override
        public String toString() {
            return setting.attribute() + " is '" + value + "' but must be " + rule;
        }
    }

    private final Function<Attribute, String> values;
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(Function<Attribute, String> values) {
        this.values = values;
    }

    /** One of a few words. */
    <T> T word(Attribute setting, Map<String, T> words, T absent, T safer) {
        return text(setting)
                .map(value -> {
                    T meaning = words.get(value);
                    return meaning == null
                            ? wrong(setting, value, String.join(" or ", words.keySet()), safer)
                            : meaning;
                })
                .orElse(absent);
    }

    boolean flag(Attribute setting, boolean absent, boolean safer) {
        return word(setting, Map.of("true", true, "false", false), absent, safer);
    }

    int number(Attribute setting, int least, int most, int absent, int safer) {
        return text(setting)
                .map(value -> {
                    try {
                        int number = Integer.parseInt(value);
                        if (number >= least && number <= most) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // Answered below, in the same words as a number out of range.
                    }
                    return wrong(setting, value, "a whole number from " + least + " to " + most, safer);
                })
                .orElse(absent);
    }

    /** Whatever a parser makes of the text; it throws {@link IllegalArgumentException} with the rule it found broken. */
    <T> T parsed(Attribute setting, Function<String, T> parser, T absent, T safer) {
        return text(setting)
                .map(value -> {
                    try {
                        return parser.apply(value);
                    } catch (IllegalArgumentException e) {
                        return wrong(setting, value, String.valueOf(e.getMessage()), safer);
                    }
                })
                .orElse(absent);
    }

    private Optional<String> text(Attribute setting) {
        return Optional.ofNullable(values.apply(setting)).map(String::trim).filter(value -> !value.isEmpty());
    }

    private <T> T wrong(Attribute setting, String value, String rule, T safer) {
        problems.add(new Problem(setting, value, rule));
        return safer;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
