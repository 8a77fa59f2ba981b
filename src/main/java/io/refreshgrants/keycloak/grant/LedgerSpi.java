package io.refreshgrants.keycloak.grant;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code refresh-grants-ledger}. Internal: its methods may change with any release. */
public final class LedgerSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "refresh-grants-ledger";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return Ledger.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return LedgerFactory.class;
    }
}
