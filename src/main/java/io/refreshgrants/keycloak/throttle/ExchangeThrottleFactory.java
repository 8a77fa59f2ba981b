package io.refreshgrants.keycloak.throttle;

import org.keycloak.provider.ProviderFactory;

/** Makes the {@link ExchangeThrottle}. */
public interface ExchangeThrottleFactory extends ProviderFactory<ExchangeThrottle> {}
