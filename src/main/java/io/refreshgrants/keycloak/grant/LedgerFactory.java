package io.refreshgrants.keycloak.grant;

import org.keycloak.provider.ProviderFactory;

/** Creates the {@link Ledger} of a Keycloak session. */
public interface LedgerFactory extends ProviderFactory<Ledger> {}
