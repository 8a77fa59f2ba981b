package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.provider.StatelessFactory;
import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the ledger's entities and change log with Keycloak. */
public final class LedgerEntityProviderFactory
        implements JpaEntityProviderFactory, StatelessFactory<JpaEntityProvider> {

    /**
     * Never change it: its first ten letters name the table in which Liquibase records the change sets that have run.
     */
    private static final String PROVIDER_ID = "refreshgrants";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new JpaEntityProvider() {
            @Override
            public List<Class<?>> getEntities() {
                return List.of(FamilyEntity.class, FamilyMetadataEntity.class, LoginLockEntity.class);
            }

            @Override
            public String getChangelogLocation() {
                return "META-INF/refresh-grants-changelog.xml";
            }

            @Override
            public String getFactoryId() {
                return PROVIDER_ID;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }
}
