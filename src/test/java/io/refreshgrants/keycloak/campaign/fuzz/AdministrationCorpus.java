package io.refreshgrants.keycloak.campaign.fuzz;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tokens that open the doors, and ids of what may be changed and deleted without an end to what follows.
 *
 * @param ids by what they are of
 */
record AdministrationCorpus(String managementToken, String adminToken, Map<String, List<String>> ids) {

    static AdministrationCorpus of(DemoRealm realm, ManagementApi api) {
        RefreshGrantsAdmin admin = RefreshGrantsAdmin.of(realm);
        realm.token(WEB_APP.password("alice", ORDERS, "openid offline_access"));
        realm.token(WEB_APP.password("bob", ORDERS, "openid offline_access"));
        List<String> grants = new ArrayList<>();
        List<String> families = new ArrayList<>();
        for (String user : List.of("alice", "bob")) {
            admin.grants(admin.user(user) + "/grants").forEach(grant -> {
                grants.add(grant.path("id").asText());
                families.addAll(RefreshGrantsAdmin.familyIds(grant));
            });
        }
        String rule = expect(
                        201,
                        api.post(
                                "rules",
                                Map.of(
                                        "name",
                                        "Fuzzed",
                                        "script",
                                        "function (user, context, callback) {}",
                                        "enabled",
                                        false)))
                .text("id");
        String action = expect(
                        201,
                        api.post(
                                "actions/actions",
                                Map.of(
                                        "name",
                                        "Fuzzed",
                                        "code",
                                        "exports.onExecutePostLogin = async () => {};",
                                        "supported_triggers",
                                        List.of(Map.of("id", "post-login", "version", "v3")))))
                .text("id");
        return new AdministrationCorpus(
                api.token(),
                realm.admin().newToken(),
                Map.of(
                        "user",
                        List.of(realm.users().id("alice"), realm.users().id("bob")),
                        "client",
                        List.of(SPA.clientId(), "native-app", "account-console"),
                        "internal",
                        List.of(realm.clients().id(SPA)),
                        "api",
                        apis(api),
                        "rule",
                        List.of(rule, action),
                        "family",
                        families,
                        "grant",
                        grants,
                        "any",
                        List.of()));
    }

    /** Those that may get another name. */
    private static List<String> apis(ManagementApi api) {
        return RefreshGrantsAdmin.elements(
                        expect(200, api.get("resource-servers")).json())
                .stream()
                .filter(one -> !one.path("is_system").asBoolean())
                .filter(one -> !one.path("identifier").asText().equals(ORDERS))
                .map(one -> one.path("id").asText())
                .toList();
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The scopes of the Management API. */
    static List<String> scopes() {
        return ManagementScope.ALL.stream().map(ManagementScope::scope).toList();
    }

    /** One of the ids of a kind, or another text if there is none. */
    String id(String kind, int which, String otherwise) {
        List<String> known = ids.get(kind);
        return known.isEmpty() ? otherwise : known.get(which % known.size());
    }

    /** Texts that no response and no log may contain. */
    List<String> secrets() {
        return List.of(last(managementToken.replace('.', '/')), last(adminToken.replace('.', '/')));
    }
}
