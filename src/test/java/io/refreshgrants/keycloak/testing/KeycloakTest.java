package io.refreshgrants.keycloak.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test against a running Keycloak with the jar. The test class gets a {@link DemoRealm} of its own as a constructor
 * or method parameter. All classes share one server; it runs as long as the tests do. Several of them run at once, unless one
 * is {@link AloneOnServer}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KeycloakExtension.class)
@ResourceLock(value = KeycloakTest.SERVER, mode = ResourceAccessMode.READ)
public @interface KeycloakTest {

    /** The lock of the one server. */
    String SERVER = "server with the jar";
}
