package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The users of a realm. */
public final class Users {

    private final DemoRealm realm;

    Users(DemoRealm realm) {
        this.realm = realm;
    }

    public String id(String username) {
        return realm.admin()
                .find("/" + realm.name() + "/users?exact=true&username=" + username, "username", username)
                .path("id")
                .asText();
    }

    /** Adds a user with an e-mail address, names, and a password that is the name. */
    public void add(String username) {
        add(username, List.of(password(username)));
    }

    /** The admin REST API as a new user who has these roles of the realm's management. */
    public Admin admin(String username, String... roles) {
        replace(username);
        grant(path(username), roles);
        return realm.admin().as(realm.name(), username);
    }

    /** Gives a user roles of the realm's management. */
    void grant(String userPath, String... roles) {
        expect(204, realm.admin().post(userPath + "/role-mappings/clients/" + managementId(), managementRoles(roles)));
    }

    /** Takes them away. */
    void withdraw(String userPath, String... roles) {
        expect(
                204,
                realm.admin()
                        .deleteWith(userPath + "/role-mappings/clients/" + managementId(), managementRoles(roles)));
    }

    private String managementId() {
        return realm.admin()
                .find("/" + realm.name() + "/clients?clientId=realm-management", "clientId", "realm-management")
                .path("id")
                .asText();
    }

    private List<JsonNode> managementRoles(String... roles) {
        String management = "/" + realm.name() + "/clients/" + managementId();
        return Stream.of(roles)
                .map(role -> expect(200, realm.admin().get(management + "/roles/" + role))
                        .json())
                .toList();
    }

    /** The same, and a security key, which a password login does not ask for. */
    public void addWithSecurityKey(String username) {
        add(
                username,
                List.of(
                        password(username),
                        Map.of("type", "webauthn", "secretData", "{}", "credentialData", "{\"counter\":0}")));
    }

    /** The same, and one-time passwords, which a password login does ask for. */
    public void addWithOneTimePassword(String username) {
        add(
                username,
                List.of(
                        password(username),
                        Map.of(
                                "type",
                                "otp",
                                "secretData",
                                "{\"value\":\"a-secret-of-twenty-oct\"}",
                                "credentialData",
                                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}")));
    }

    private static Map<String, Object> password(String value) {
        return Map.of("type", "password", "value", value, "temporary", false);
    }

    private void add(String username, List<Map<String, Object>> credentials) {
        expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/users",
                                Map.of(
                                        "username",
                                        username,
                                        "enabled",
                                        true,
                                        "email",
                                        username + "@example.com",
                                        "emailVerified",
                                        true,
                                        "firstName",
                                        "Test",
                                        "lastName",
                                        "User",
                                        "credentials",
                                        credentials)));
    }

    /** Adds a user after removing the one of that name with all that is theirs. */
    public void replace(String username) {
        for (JsonNode user : expect(
                        200, realm.admin().get("/" + realm.name() + "/users?exact=true&username=" + username))
                .json()) {
            expect(
                    204,
                    realm.admin()
                            .delete("/" + realm.name() + "/users/"
                                    + user.path("id").asText()));
        }
        add(username);
    }

    public String path(String username) {
        return "/" + realm.name() + "/users/" + id(username);
    }

    /** User attributes that no profile declares: without this an admin's save of the user takes them away. */
    public void allowUnmanagedAttributes() {
        String path = "/" + realm.name() + "/users/profile";
        ObjectNode profile = (ObjectNode) expect(200, realm.admin().get(path)).json();
        expect(200, realm.admin().put(path, profile.put("unmanagedAttributePolicy", "ENABLED")));
    }

    /** How many offline sessions the user has with a client. */
    public int offlineSessions(String username, Application application) {
        String client = realm.clients().path(application);
        String id = client.substring(client.lastIndexOf('/') + 1);
        return expect(200, realm.admin().get(path(username) + "/offline-sessions/" + id))
                .json()
                .size();
    }
}
