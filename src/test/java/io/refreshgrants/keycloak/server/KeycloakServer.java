package io.refreshgrants.keycloak.server;

import java.net.URI;
import java.nio.file.Path;

/** A running Keycloak, in whatever way it runs. */
public interface KeycloakServer extends AutoCloseable {

    /** The base URL, without a slash at its end. */
    URI url();

    /** The base URL at which the server reaches itself, without a slash at its end. */
    default URI inside() {
        return url();
    }

    /** The base URL of the TLS listener, without a slash at its end. Only a process that was given a certificate has one. */
    default URI tls() {
        throw new UnsupportedOperationException("No TLS");
    }

    /** The base URL of the management interface, without a slash at its end. */
    URI management();

    /** A file with all that the server has logged until now; null where the output is that of this JVM. */
    Path log();

    @Override
    void close();
}
