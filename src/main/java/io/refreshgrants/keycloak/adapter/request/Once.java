package io.refreshgrants.keycloak.adapter.request;

import java.util.Objects;
import java.util.Optional;

/**
 * A stage of a request: one part sets it once, later parts read it. A second value or an early read is a bug of ours;
 * it fails loudly, because the alternative is a token issued on wrong grounds.
 *
 * @param <T> the type of the stage's value
 */
final class Once<T> {

    private final String name;
    private Optional<T> value = Optional.empty();

    Once(String name) {
        this.name = name;
    }

    /**
     * Sets the stage. Setting an equal value again is allowed, because Keycloak calls some of our parts more than once.
     *
     * @throws IllegalStateException when the stage has a different value
     */
    void set(T stage) {
        Objects.requireNonNull(stage, name);
        if (value.isPresent() && !value.get().equals(stage)) {
            throw new IllegalStateException("A request has one " + name);
        }
        value = Optional.of(stage);
    }

    /**
     * The value of a stage that must have been set by now.
     *
     * @throws IllegalStateException when the stage has not been set
     */
    T get() {
        return value.orElseThrow(() -> new IllegalStateException("A request has no " + name + " yet"));
    }

    /** The value, if the stage has been set. */
    Optional<T> reached() {
        return value;
    }
}
