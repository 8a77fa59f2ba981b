package io.refreshgrants.keycloak.signing;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code refresh-grants-signing}. */
public final class SigningSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "refresh-grants-signing";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return Signing.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SigningFactory.class;
    }
}
