package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fine-grained admin permissions: an admin who may see one user sees that user's grants, in every list. */
@KeycloakTest
class FineGrainedRightsIT {

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    FineGrainedRightsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
    }

    @Test
    void aPermissionForOneUserIsOneForTheirGrants() {
        realm.admin().change("/" + realm.name(), settings -> settings.put("adminPermissionsEnabled", true));
        realm.users().replace("carol");
        realm.users().replace("dave");
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "dave");
        RefreshGrantsAdmin guide = api.as(realm.users().admin("guide", "query-users", "view-clients"));
        String carols = api.user("carol") + "/grants";
        String daves = api.user("dave") + "/grants";
        assertThat(guide.get(carols).status()).isEqualTo(403);
        assertThat(guide.grants(api.client(WEB_APP) + "/grants")).isEmpty();

        permit("view", "guide", "carol");
        assertThat(guide.grants(carols)).hasSize(1);
        assertThat(guide.get(daves).status()).isEqualTo(403);
        assertThat(guide.grants(api.client(WEB_APP) + "/grants"))
                .extracting(grant -> grant.path("user").path("username").asText())
                .containsExactly("carol");
        assertThat(guide.delete(carols).status()).isEqualTo(403);
        assertThat(guide.get(carols).json().path("access").path("manage").booleanValue())
                .isFalse();

        permit("manage", "guide", "carol");
        assertThat(guide.get(carols).json().path("access").path("manage").booleanValue())
                .isTrue();
        assertThat(guide.delete(daves).status()).isEqualTo(403);
        assertThat(expect(200, guide.delete(carols)).body()).isEqualTo("{\"revokedFamilies\":1}");
    }

    private void permit(String scope, String admin, String user) {
        String server = "/" + realm.name() + "/clients/"
                + realm.admin()
                        .find(
                                "/" + realm.name() + "/clients?clientId=admin-permissions",
                                "clientId",
                                "admin-permissions")
                        .path("id")
                        .asText()
                + "/authz/resource-server/";
        String policy = expect(
                        201,
                        realm.admin()
                                .post(
                                        server + "policy/user",
                                        Map.of(
                                                "name",
                                                scope + " policy",
                                                "users",
                                                List.of(realm.users().id(admin)))))
                .text("id");
        expect(
                201,
                realm.admin()
                        .post(
                                server + "permission/scope",
                                Map.of(
                                        "name",
                                        scope + " permission",
                                        "resourceType",
                                        "Users",
                                        "resources",
                                        List.of(realm.users().id(user)),
                                        "scopes",
                                        List.of(scope),
                                        "policies",
                                        List.of(policy))));
    }
}
