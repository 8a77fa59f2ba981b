package io.refreshgrants.keycloak.tenant;

import org.keycloak.provider.ProviderFactory;

/** Makes the {@link TenantDirectory}. */
public interface TenantDirectoryFactory extends ProviderFactory<TenantDirectory> {}
