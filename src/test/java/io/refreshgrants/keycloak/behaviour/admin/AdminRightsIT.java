package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of Keycloak's rights each resource of the admin REST API asks for. */
@KeycloakTest
class AdminRightsIT {

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    AdminRightsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
        realm.users().replace("carol");
        realm.refreshToken(WEB_APP, "carol");
    }

    private String family() {
        return "families/" + realm.ledger().rows().get(0).path("ID").asText();
    }

    /** Everything that reads, and its rights' noun. */
    private List<String> reads(String noun) {
        return switch (noun) {
            case "users" -> List.of(api.user("carol") + "/grants", api.user("carol") + "/counts", family());
            case "clients" -> List.of(api.client(WEB_APP) + "/counts", api.api("orders-api") + "/counts");
            default -> List.of("counts", "tenant");
        };
    }

    private List<String> deletions(String noun) {
        return switch (noun) {
            case "users" -> List.of(family(), api.user("carol") + "/grants", api.user("carol") + "/grants?client=x");
            case "clients" -> List.of(api.client(WEB_APP) + "/grants", api.api("orders-api") + "/grants");
            default -> List.of("grants");
        };
    }

    @Test
    void helpdeskSeesGrantsOfUsersAndNothingElse() {
        RefreshGrantsAdmin helpdesk = api.as(realm.users().admin("helpdesk", "view-users", "query-users"));
        reads("users").forEach(path -> assertStatus(200, helpdesk.get(path).status(), path));
        reads("clients").forEach(path -> assertStatus(403, helpdesk.get(path).status(), path));
        reads("realm").forEach(path -> assertStatus(403, helpdesk.get(path).status(), path));
        for (String noun : List.of("users", "clients", "realm")) {
            deletions(noun)
                    .forEach(path -> assertStatus(403, helpdesk.delete(path).status(), path));
        }
        assertThat(realm.ledger().living()).isNotEmpty();
    }

    @Test
    void whoManagesUsersRevokesTheirGrants() {
        RefreshGrantsAdmin manager = api.as(realm.users().admin("manager", "manage-users"));
        deletions("clients")
                .forEach(path -> assertStatus(403, manager.delete(path).status(), path));
        deletions("realm")
                .forEach(path -> assertStatus(403, manager.delete(path).status(), path));
        deletions("users")
                .forEach(path -> assertStatus(200, manager.delete(path).status(), path));
    }

    @Test
    void whoManagesClientsEndsWhatIsTheirs() {
        RefreshGrantsAdmin viewer = api.as(realm.users().admin("viewer", "view-clients"));
        reads("clients").forEach(path -> assertStatus(200, viewer.get(path).status(), path));
        reads("users").forEach(path -> assertStatus(403, viewer.get(path).status(), path));
        deletions("clients")
                .forEach(path -> assertStatus(403, viewer.delete(path).status(), path));
        assertStatus(403, viewer.get(api.client(WEB_APP) + "/grants").status(), "grants show users");

        RefreshGrantsAdmin manager = api.as(realm.users().admin("clientmanager", "manage-clients"));
        deletions("users")
                .forEach(path -> assertStatus(403, manager.delete(path).status(), path));
        deletions("clients")
                .forEach(path -> assertStatus(200, manager.delete(path).status(), path));
    }

    @Test
    void anAnswerSaysWhetherItsReaderMayChangeWhatItShows() {
        RefreshGrantsAdmin viewer = api.as(realm.users().admin("reader", "view-clients", "view-users"));
        RefreshGrantsAdmin manager = api.as(realm.users().admin("changer", "manage-clients", "manage-users"));
        for (String path : List.of(api.user("carol") + "/grants", api.client(WEB_APP) + "/settings")) {
            assertThat(viewer.get(path).json().path("access").path("manage"))
                    .as(path)
                    .isEqualTo(BooleanNode.FALSE);
            assertThat(manager.get(path).json().path("access").path("manage"))
                    .as(path)
                    .isEqualTo(BooleanNode.TRUE);
        }
    }

    @Test
    void whoSeesClientsAndUsersSeesAClientsGrants() {
        RefreshGrantsAdmin both = api.as(realm.users().admin("both", "view-clients", "view-users", "query-users"));
        assertThat(both.grants(api.client(WEB_APP) + "/grants")).isNotEmpty();
        assertThat(both.grants(api.api("orders-api") + "/grants")).isNotEmpty();
        RefreshGrantsAdmin blind = api.as(realm.users().admin("blind", "view-clients", "query-users"));
        assertThat(blind.grants(api.client(WEB_APP) + "/grants"))
                .as("a user who may not be seen")
                .isEmpty();
    }

    @Test
    void theRealmsOwnIsForWhoSeesOrManagesIt() {
        RefreshGrantsAdmin viewer = api.as(realm.users().admin("realmviewer", "view-realm"));
        reads("realm").forEach(path -> assertStatus(200, viewer.get(path).status(), path));
        deletions("realm").forEach(path -> assertStatus(403, viewer.delete(path).status(), path));
        RefreshGrantsAdmin manager = api.as(realm.users().admin("realmmanager", "manage-realm"));
        deletions("realm")
                .forEach(path -> assertStatus(200, manager.delete(path).status(), path));
    }

    @Test
    void whoHasNoRightsLearnsNotEvenWhatExists() {
        RefreshGrantsAdmin nobody = api.as(realm.users().admin("nobody", "view-events"));
        for (String noun : List.of("users", "clients", "realm")) {
            reads(noun).forEach(path -> assertStatus(403, nobody.get(path).status(), path));
            deletions(noun)
                    .forEach(path -> assertStatus(403, nobody.delete(path).status(), path));
        }
        for (String unknown : List.of("users/x/grants", "clients/x/grants", "apis/x/grants", "families/x")) {
            assertStatus(403, nobody.get(unknown).status(), unknown);
        }
    }

    @Test
    void withoutATokenThereIsNothing() {
        for (String path : List.of(api.user("carol") + "/grants", "counts", "families/x")) {
            URI uri = URI.create(realm.url().replace("/realms/", "/admin/realms/") + "/refresh-grants/" + path);
            assertStatus(401, Http.get(uri).status(), path);
        }
    }

    private static void assertStatus(int expected, int actual, String what) {
        assertThat(actual).as(what).isEqualTo(expected);
    }
}
