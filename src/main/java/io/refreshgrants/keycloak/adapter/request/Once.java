package io.refreshgrants.keycloak.adapter.request;

import java.util.Objects;
import java.util.Optional;

/**
 * A stage of a request: set once, by one of our parts, and read by those that come after it. What is set to another value, or
 * read before it is set, is a fault of ours, and fails loudly instead of giving a token on wrong grounds.
 *
 * @param <T> what is set
 */
final class Once<T> {

    private final String name;
    private Optional<T> value = Optional.empty();

    Once(String name) {
        this.name = name;
    }

    /**
     * Sets the stage. The same value again is no second setting: Keycloak asks some of our parts more than once.
     *
     * @throws IllegalStateException when the stage has another value
     */
    void set(T stage) {
        Objects.requireNonNull(stage, name);
        if (value.isPresent() && !value.get().equals(stage)) {
            throw new IllegalStateException("A request has one " + name);
        }
        value = Optional.of(stage);
    }

    /**
     * The stage that must have been set by now.
     *
     * @throws IllegalStateException when it was not
     */
    T get() {
        return value.orElseThrow(() -> new IllegalStateException("A request has no " + name + " yet"));
    }

    /** The stage, if the request has come to it. */
    Optional<T> reached() {
        return value;
    }
}
