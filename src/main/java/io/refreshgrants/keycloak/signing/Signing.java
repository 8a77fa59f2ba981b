package io.refreshgrants.keycloak.signing;

import java.util.Map;
import org.keycloak.provider.Provider;

/** What computes the signatures of this server. */
public interface Signing extends Provider {

    /** For each algorithm of tokens (RFC 7518), the JCA provider that signs with it. */
    Map<String, String> providers();

    @Override
    default void close() {}
}
