package io.refreshgrants.keycloak.tenant;

import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Tenant addresses by the attributes of realms. Keycloak finds no realm by an attribute, so that its table is asked; the
 * answer is kept for a few seconds by {@link RealmAttributeDirectoryFactory}.
 */
final class RealmAttributeDirectory implements TenantDirectory {

    private static final String CLAIMS =
            "select claim.realm.id, claim.value from RealmAttributeEntity claim where claim.name = :name";

    private final KeycloakSession session;
    private final KnownTenants known;

    RealmAttributeDirectory(KeycloakSession session, KnownTenants known) {
        this.session = session;
        this.known = known;
    }

    /** A realm that has been known before is asked for its attribute: Keycloak's own cache knows of changes at once. */
    @Override
    public Optional<RealmModel> realmAt(TenantAddress address) {
        Optional<RealmModel> before = known.realmAt(address).flatMap(id -> claiming(id, address));
        if (before.isPresent()) {
            return before;
        }
        known.learn(claims());
        return known.realmAt(address).flatMap(id -> claiming(id, address));
    }

    private Optional<RealmModel> claiming(String realmId, TenantAddress address) {
        return Optional.ofNullable(session.realms().getRealm(realmId))
                .filter(realm ->
                        TenantAddress.claimedBy(realm).filter(address::equals).isPresent());
    }

    @Override
    public TenantStatus status(RealmModel realm) {
        Optional<TenantAddress> address;
        try {
            address = TenantAddress.of(realm);
        } catch (IllegalArgumentException e) {
            return TenantStatus.invalid(String.valueOf(e.getMessage()));
        }
        if (address.isEmpty()) {
            return TenantStatus.NONE;
        }
        known.learn(claims());
        return known.realmAt(address.get()).filter(realm.getId()::equals).isPresent()
                ? TenantStatus.servedAt(address.get())
                : TenantStatus.claimedByOthers(address.get());
    }

    private List<KnownTenants.Claim> claims() {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(CLAIMS, Object[].class)
                .setParameter("name", TenantAddress.ATTRIBUTE)
                .getResultStream()
                .flatMap(row ->
                        TenantAddress.valid((String) row[1])
                                .map(address -> new KnownTenants.Claim((String) row[0], address))
                                .stream())
                .toList();
    }

    @Override
    public void close() {}
}
