package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.LedgerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientModel.ClientRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.UserModel.UserRemovedEvent;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.scheduled.ClusterAwareScheduledTaskRunner;
import org.keycloak.timer.TimerProvider;

/**
 * Creates the ledger and keeps its table clean: rows go with their realm, user or client, and dead ones are pruned.
 */
public final class JpaLedgerFactory implements LedgerFactory, ServerInfoAwareProviderFactory {

    static final String PROVIDER_ID = "jpa";

    @SuppressWarnings("NullAway.Init") // Keycloak calls init before anything else.
    private Duration pruneInterval;

    @SuppressWarnings("NullAway.Init")
    private Duration retention;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Ledger create(KeycloakSession session) {
        return new JpaLedger(session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    @Override
    public void init(Config.Scope config) {
        pruneInterval = LedgerOptions.ALL.read(config, LedgerOptions.PRUNE_INTERVAL);
        retention = LedgerOptions.ALL.read(config, LedgerOptions.RETENTION);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> handle(factory, event));
    }

    private void handle(KeycloakSessionFactory factory, ProviderEvent event) {
        if (event instanceof UserRemovedEvent removed) {
            removed.getKeycloakSession()
                    .getProvider(Ledger.class)
                    .remove(Families.ofUser(removed.getUser().getId()));
        } else if (event instanceof ClientRemovedEvent removed) {
            ClientModel client = removed.getClient();
            RemovalFollowUp.ofClient(
                    removed.getKeycloakSession(), client.getRealm().getId(), client.getId());
        } else if (event instanceof RealmRemovedEvent removed) {
            RemovalFollowUp.ofRealm(
                    removed.getKeycloakSession(), removed.getRealm().getId());
        } else if (event instanceof PostMigrationEvent) {
            // Earlier, the change log has not run.
            KeycloakModelUtils.runJobInTransaction(factory, this::schedulePruning);
        }
    }

    private void schedulePruning(KeycloakSession session) {
        session.getProvider(TimerProvider.class)
                .schedule(
                        new ClusterAwareScheduledTaskRunner(
                                session.getKeycloakSessionFactory(),
                                new LedgerPruning(retention),
                                pruneInterval.toMillis()),
                        pruneInterval.toMillis());
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return LedgerOptions.ALL.properties();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        String version = getClass().getPackage().getImplementationVersion();
        return Map.of(
                "Version", version == null ? "unknown" : version,
                "Prune interval", pruneInterval.toString(),
                "Retention", retention.toString());
    }

    @Override
    public void close() {}
}
