package io.refreshgrants.keycloak.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A test, or a class of them, that needs MariaDB, whose binaries are there only when all tests run on it. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "test.database",
        matches = "mariadb",
        disabledReason = "Runs with -Dtest.database=mariadb")
public @interface OnMariadb {}
