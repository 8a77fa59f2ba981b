package io.refreshgrants.keycloak.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A {@link KeycloakTest} that moves or reads what everything on the server shares: its clock, its log, its metrics, its
 * heap, its load. No other class runs there meanwhile; classes with servers of their own do.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock(KeycloakTest.SERVER)
@Order(1)
public @interface AloneOnServer {}
