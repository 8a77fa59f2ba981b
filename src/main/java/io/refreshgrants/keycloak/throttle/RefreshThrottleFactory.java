package io.refreshgrants.keycloak.throttle;

import org.keycloak.provider.ProviderFactory;

/** Makes the {@link RefreshThrottle}. */
public interface RefreshThrottleFactory extends ProviderFactory<RefreshThrottle> {}
