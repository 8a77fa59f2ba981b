package io.refreshgrants.keycloak.signing;

import org.keycloak.provider.ProviderFactory;

/** Settles when the server starts who computes its signatures. */
public interface SigningFactory extends ProviderFactory<Signing> {}
