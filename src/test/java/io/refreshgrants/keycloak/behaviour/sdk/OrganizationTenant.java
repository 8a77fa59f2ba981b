package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Application.SPA;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.URI;
import java.util.Map;

/**
 * A realm with an organization, at a tenant address of its own: Keycloak's logins ask for the user first where there are
 * organizations, and those of the other SDKs are to be the usual ones. The realm's file brings the organization with an id
 * of Auth0's shape, by which its SDKs know that a name is an id.
 */
final class OrganizationTenant implements AutoCloseable {

    private static final String ID = "org_2Zk7qYw9VbNc4TtX";
    private static final String NAME = "acme";

    private final DemoRealm realm;
    private final String domain;

    private OrganizationTenant(DemoRealm realm, String domain) {
        this.realm = realm;
        this.domain = domain;
    }

    /**
     * One beside another realm.
     *
     * @param server where the server speaks TLS
     * @param site of the application that logs in
     */
    static OrganizationTenant beside(DemoRealm other, URI server, ApplicationSite site) {
        DemoRealm realm = other.sibling(other.name() + "-" + NAME, OrganizationTenant::addOrganization);
        String domain = NAME + "." + server.getAuthority();
        TenantSite.claimedBy(realm, domain);
        realm.clients().assign(SPA, "organization", "optional");
        site.isOf(realm, SPA);
        return new OrganizationTenant(realm, domain);
    }

    private static void addOrganization(ObjectNode file) {
        file.put("organizationsEnabled", true);
        ObjectNode organization = file.withArray("organizations")
                .addObject()
                .put("id", ID)
                .put("name", NAME)
                .put("alias", NAME)
                .put("enabled", true);
        organization.withArray("domains").addObject().put("name", NAME + ".example.com");
        organization.withArray("members").addObject().put("username", "alice").put("membershipType", "UNMANAGED");
    }

    DemoRealm realm() {
        return realm;
    }

    /** What a script has to know of it. */
    Map<String, String> environment() {
        return Map.of("ORGANIZATION_DOMAIN", domain, "ORGANIZATION_ID", ID, "ORGANIZATION_NAME", NAME);
    }

    @Override
    public void close() {
        realm.close();
    }
}
