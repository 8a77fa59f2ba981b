package io.refreshgrants.keycloak.testing.provider;

import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.storage.UserStorageProviderFactory;

/** Makes a {@link Directory} of a component: config {@code entries}, the names; {@code fails}, whether it gives no answer. */
public final class DirectoryFactory implements UserStorageProviderFactory<Directory> {

    static final String ENTRIES = "entries";
    static final String FAILS = "fails";

    @Override
    public Directory create(KeycloakSession session, ComponentModel model) {
        return new Directory(session, model);
    }

    @Override
    public String getId() {
        return "testing-directory";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property(ENTRIES, "Entries", "", ProviderConfigProperty.MULTIVALUED_STRING_TYPE, null, null)
                .property(FAILS, "Fails", "", ProviderConfigProperty.BOOLEAN_TYPE, false, null)
                .build();
    }
}
