package io.refreshgrants.keycloak.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting, with all that is known of it: reading, checks when it is saved, the server's options, documentation and forms
 * are made from it.
 *
 * @param level whose setting it is
 * @param name its name without our prefix, as in Auth0's client object where it has one
 * @param type what values it takes
 * @param absent what holds when nobody has set it
 * @param dependence where that depends on another setting; empty where it does not
 * @param safer what holds instead of a value that is not valid
 * @param explanation what people read
 * @param <T> what its value is once it has been read
 */
public record Setting<T>(
        Level level,
        String name,
        ValueType<T> type,
        Value<T> absent,
        Optional<Dependence<?>> dependence,
        Value<T> safer,
        Explanation explanation) {

    private static final String PREFIX = "refresh_grants.";

    /** Whose setting it is. */
    public enum Level {
        /** A client's attribute; an attribute of its realm, then an option of the server, is the default. */
        CLIENT,
        /** A realm's attribute. */
        REALM
    }

    /**
     * A value and how it is written.
     *
     * @param text as a value of the setting; null where it has no text, because it means that there is none
     */
    public record Value<T>(@Nullable String text, T meaning) {

        static <T> Value<T> of(ValueType<T> type, String text) {
            return new Value<>(text, type.parse(text));
        }

        /** What it means that there is no value. */
        static <T> Value<T> none(T meaning) {
            return new Value<>(null, meaning);
        }
    }

    /**
     * Another default, where another setting has a certain value.
     *
     * @param other the other setting
     * @param is that value of the other setting
     * @param then the default for it
     */
    public record Dependence<U>(Setting<U> other, Value<U> is, String then) {

        boolean holds(SettingsReader reader) {
            return reader.get(other).equals(is.meaning());
        }
    }

    /**
     * What people read.
     *
     * @param label its name in a form
     * @param help what it does, in sentences; names of settings and values are between backticks
     */
    public record Explanation(String label, String help) {}

    /** A client's setting, with a default that is also what counts instead of a value that is not valid. */
    static <T> Setting<T> ofClient(String name, ValueType<T> type, String absent, Explanation explanation) {
        return of(Level.CLIENT, name, type, Value.of(type, absent), explanation);
    }

    /** A client's setting without a default, and what that means. */
    static <T> Setting<T> ofClient(String name, ValueType<T> type, Value<T> none, Explanation explanation) {
        return of(Level.CLIENT, name, type, none, explanation);
    }

    /** A realm's setting, with a default that is also what counts instead of a value that is not valid. */
    static <T> Setting<T> ofRealm(String name, ValueType<T> type, String absent, Explanation explanation) {
        return of(Level.REALM, name, type, Value.of(type, absent), explanation);
    }

    /** A realm's setting without a default, and what that means. */
    static <T> Setting<T> ofRealm(String name, ValueType<T> type, Value<T> none, Explanation explanation) {
        return of(Level.REALM, name, type, none, explanation);
    }

    private static <T> Setting<T> of(
            Level level, String name, ValueType<T> type, Value<T> absent, Explanation explanation) {
        return new Setting<>(level, name, type, absent, Optional.empty(), absent, explanation);
    }

    /** The same setting, where a value that is not valid counts as this one. */
    Setting<T> safer(String text) {
        return new Setting<>(level, name, type, absent, dependence, Value.of(type, text), explanation);
    }

    /** The same setting, with the default {@code then} where the other setting has the value {@code is}. */
    <U> Setting<T> when(Setting<U> other, String is, String then) {
        type.parse(then);
        Dependence<U> dependence = new Dependence<>(other, Value.of(other.type, is), then);
        return new Setting<>(level, name, type, absent, Optional.of(dependence), safer, explanation);
    }

    /** The attribute of a client or realm. */
    public String attribute() {
        return PREFIX + name;
    }

    /** The option of the server, as the default for all realms: {@code spi-refresh-grants-settings--attributes--…}. */
    public String option() {
        String[] words = name.split("_");
        StringBuilder option = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            option.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return option.toString();
    }

    /** What holds when nobody has set it, given the other settings. */
    T absentIn(SettingsReader reader) {
        return dependence
                .filter(depends -> depends.holds(reader))
                .map(depends -> type.parse(depends.then()))
                .orElse(absent.meaning());
    }

    /** The same as text; null where it has none. */
    @Nullable
    String absentTextIn(SettingsReader reader) {
        return dependence
                .filter(depends -> depends.holds(reader))
                .map(Dependence::then)
                .orElse(absent.text());
    }

    /** What is wrong with a value, as it goes on after the setting's name; empty if nothing is. */
    public Optional<String> problem(String text) {
        try {
            type.parse(text.trim());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("must be " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return attribute();
    }
}
