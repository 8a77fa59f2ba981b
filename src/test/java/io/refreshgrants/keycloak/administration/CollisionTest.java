package io.refreshgrants.keycloak.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.hibernate.StaleStateException;
import org.hibernate.UnresolvableObjectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

class CollisionTest {

    static Stream<Exception> collisions() {
        return Stream.of(
                new ModelDuplicateException("There is one"),
                new SQLException("A constraint", "23505"),
                new UnresolvableObjectException("a row", "that was read and is gone"),
                new StaleStateException("A row that was to be changed is gone"));
    }

    static Stream<Exception> otherFailures() {
        return Stream.of(
                new SQLException("The database is away", "08006"),
                new SQLException("A failure without a state"),
                new IllegalStateException("A fault of the server"));
    }

    @ParameterizedTest
    @MethodSource("collisions")
    void whatAnotherHasDoneAtTheSameMoment(Exception collision) {
        assertThat(Collision.isIn(collision)).isTrue();
        assertThat(Collision.isIn(new ModelException("Database operation failed", collision)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("otherFailures")
    void whatNobodyElseHasDone(Exception failure) {
        assertThat(Collision.isIn(failure)).isFalse();
        assertThat(Collision.isIn(new ModelException("Database operation failed", failure)))
                .isFalse();
    }
}
