package io.refreshgrants.keycloak.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What values a setting takes.
 *
 * @param <T> what a value is once it has been read
 */
public sealed interface ValueType<T> {

    /**
     * What the text of a setting means.
     *
     * @throws IllegalArgumentException with the rule it breaks, as it goes on after "must be"
     */
    T parse(String text);

    /** The values in words, for documentation. */
    String values();

    /** One of a few words, each with its meaning. */
    @SafeVarargs
    static <T> ValueType<T> words(Map.Entry<String, T>... words) {
        Map<String, T> meanings = new LinkedHashMap<>();
        for (Map.Entry<String, T> word : words) {
            meanings.put(word.getKey(), word.getValue());
        }
        return new Words<>(meanings);
    }

    /** On or off. */
    static ValueType<Boolean> flag() {
        return words(Map.entry("true", true), Map.entry("false", false));
    }

    /** A whole number between two others, which belong to it. */
    static ValueType<Integer> number(int least, int most) {
        return new WholeNumber<>(least, most, "", number -> number);
    }

    /** A whole number without an upper limit. */
    static ValueType<Integer> numberFrom(int least) {
        return numberFrom(least, "", number -> number);
    }

    /**
     * A whole number of something, without an upper limit.
     *
     * @param unit what it counts, in the plural
     * @param meaning what so many of them are
     */
    static <T> ValueType<T> numberFrom(int least, String unit, IntFunction<T> meaning) {
        return new WholeNumber<>(least, Integer.MAX_VALUE, unit, meaning);
    }

    /** A number of milliseconds between two others, which belong to it. */
    static ValueType<Duration> milliseconds(int least, int most) {
        return new WholeNumber<>(least, most, "milliseconds", Duration::ofMillis);
    }

    /** A number of seconds between two others, which belong to it. */
    static ValueType<Duration> seconds(int least, int most) {
        return seconds(least, most, seconds -> seconds);
    }

    /** The same, for a setting that makes something else of it. */
    static <T> ValueType<T> seconds(int least, int most, Function<Duration, T> meaning) {
        return new WholeNumber<>(least, most, "seconds", number -> meaning.apply(Duration.ofSeconds(number)));
    }

    /**
     * Text of a form of its own.
     *
     * @param form the form in words, for documentation
     * @param parser what the text means; it throws {@link IllegalArgumentException} with the rule it finds broken
     */
    static <T> ValueType<T> text(String form, Function<String, T> parser) {
        return new Text<>(form, parser);
    }

    /** One of a few words, in the order in which they are shown. */
    record Words<T>(Map<String, T> meanings) implements ValueType<T> {

        public Words {
            meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
        }

        @Override
        public T parse(String text) {
            T meaning = meanings.get(text);
            if (meaning == null) {
                throw new IllegalArgumentException(String.join(" or ", meanings.keySet()));
            }
            return meaning;
        }

        @Override
        public String values() {
            return "`" + String.join("`, `", meanings.keySet()) + "`";
        }
    }

    /** A whole number between two others, which belong to it. */
    record WholeNumber<T>(int least, int most, String unit, IntFunction<T> meaning) implements ValueType<T> {

        @Override
        public T parse(String text) {
            try {
                int number = Integer.parseInt(text.trim());
                if (number >= least && number <= most) {
                    return meaning.apply(number);
                }
            } catch (NumberFormatException e) {
                // Answered below, in the same words as a number out of range.
            }
            throw new IllegalArgumentException(
                    "a whole number " + (unit.isEmpty() ? "" : "of " + unit + " ") + "from " + range());
        }

        @Override
        public String values() {
            return (unit.isEmpty() ? "" : unit + ", ") + range();
        }

        private String range() {
            return most == Integer.MAX_VALUE ? least + " upwards" : least + " to " + most;
        }
    }

    /** Text of a form of its own. */
    record Text<T>(String form, Function<String, T> parser) implements ValueType<T> {

        @Override
        public T parse(String text) {
            return parser.apply(text);
        }

        @Override
        public String values() {
            return form;
        }
    }
}
