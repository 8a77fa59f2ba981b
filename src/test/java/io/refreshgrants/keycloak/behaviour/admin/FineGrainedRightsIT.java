package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Fine-grained admin permissions: an admin who may see one user sees that user's grants, in every list, and one who may see one
 * application sees its settings.
 */
@KeycloakTest
class FineGrainedRightsIT {

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    FineGrainedRightsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
        realm.admin().change("/" + realm.name(), settings -> settings.put("adminPermissionsEnabled", true));
    }

    @Test
    void aPermissionForOneUserIsOneForTheirGrants() {
        realm.users().replace("carol");
        realm.users().replace("dave");
        realm.refreshToken(WEB_APP, "carol");
        realm.refreshToken(WEB_APP, "dave");
        RefreshGrantsAdmin guide = api.as(realm.users().admin("guide", "query-users", "view-clients"));
        String carols = api.user("carol") + "/grants";
        String daves = api.user("dave") + "/grants";
        assertThat(guide.get(carols).status()).isEqualTo(403);
        assertThat(guide.grants(api.client(WEB_APP) + "/grants")).isEmpty();

        permit("guide", "view", "Users", realm.users().id("carol"));
        assertThat(guide.grants(carols)).hasSize(1);
        assertThat(guide.get(daves).status()).isEqualTo(403);
        assertThat(guide.grants(api.client(WEB_APP) + "/grants"))
                .extracting(grant -> grant.path("user").path("username").asText())
                .containsExactly("carol");
        assertThat(guide.delete(carols).status()).isEqualTo(403);
        assertThat(guide.get(carols).json().path("access").path("manage").booleanValue())
                .isFalse();

        permit("guide", "manage", "Users", realm.users().id("carol"));
        assertThat(guide.get(carols).json().path("access").path("manage").booleanValue())
                .isTrue();
        assertThat(guide.delete(daves).status()).isEqualTo(403);
        assertThat(expect(200, guide.delete(carols)).body()).isEqualTo("{\"revokedFamilies\":1}");
    }

    @Test
    void aPermissionForOneApplicationIsOneForItsSettings() {
        RefreshGrantsAdmin builder = api.as(realm.users().admin("builder", "query-clients"));
        String own = api.client(WEB_APP);
        String others = api.client(ROTATING_APP);
        assertThat(builder.get(own + "/settings").status()).isEqualTo(403);
        assertThat(builder.get(own + "/counts").status()).isEqualTo(403);

        permit("builder", "view", "Clients", realm.clients().id(WEB_APP));
        Answer settings = expect(200, builder.get(own + "/settings"));
        assertThat(settings.json().path("access").path("manage")).isEqualTo(BooleanNode.FALSE);
        assertThat(builder.get(own + "/counts").status()).isEqualTo(200);
        assertThat(builder.get(others + "/settings").status()).isEqualTo(403);
        assertThat(builder.put(own + "/settings", Map.of("values", Map.of("max_tokens", "3")))
                        .status())
                .isEqualTo(403);
        assertThat(builder.delete(own + "/grants").status()).isEqualTo(403);

        permit("builder", "manage", "Clients", realm.clients().id(WEB_APP));
        assertThat(builder.put(own + "/settings", Map.of("values", Map.of("max_tokens", "3")))
                        .status())
                .isEqualTo(200);
        assertThat(builder.delete(own + "/grants").status()).isEqualTo(200);
        assertThat(builder.put(others + "/settings", Map.of("values", Map.of("max_tokens", "3")))
                        .status())
                .isEqualTo(403);
        assertThat(builder.delete(others + "/grants").status()).isEqualTo(403);
    }

    private void permit(String admin, String scope, String type, String resource) {
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
                                                admin + " " + scope + " policy",
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
                                        admin + " " + scope + " permission",
                                        "resourceType",
                                        type,
                                        "resources",
                                        List.of(resource),
                                        "scopes",
                                        List.of(scope),
                                        "policies",
                                        List.of(policy))));
    }
}
