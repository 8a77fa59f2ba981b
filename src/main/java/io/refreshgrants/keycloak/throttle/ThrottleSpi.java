package io.refreshgrants.keycloak.throttle;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code refresh-grants-throttle}. */
public final class ThrottleSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "refresh-grants-throttle";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return RefreshThrottle.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return RefreshThrottleFactory.class;
    }
}
