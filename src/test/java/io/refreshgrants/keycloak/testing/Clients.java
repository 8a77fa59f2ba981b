package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The applications of a realm, their settings, and the APIs that they may ask for. */
public final class Clients {

    private final DemoRealm realm;

    Clients(DemoRealm realm) {
        this.realm = realm;
    }

    /** Keycloak's own id of the client. */
    public String id(Application application) {
        return realm.admin()
                .find(
                        "/" + realm.name() + "/clients?clientId=" + application.clientId(),
                        "clientId",
                        application.clientId())
                .path("id")
                .asText();
    }

    public String path(Application application) {
        return "/" + realm.name() + "/clients/" + id(application);
    }

    public void change(Application application, Consumer<ObjectNode> change) {
        realm.admin().change(path(application), change);
    }

    /** Sets a client attribute; null removes it. */
    public void setAttribute(Application application, String name, String value) {
        change(application, client -> ((ObjectNode) client.get("attributes")).put(name, value == null ? "" : value));
    }

    public String scopeId(String scope) {
        return realm.admin()
                .find("/" + realm.name() + "/client-scopes", "name", scope)
                .path("id")
                .asText();
    }

    public String scopePath(String scope) {
        return "/" + realm.name() + "/client-scopes/" + scopeId(scope);
    }

    /** Adds a client scope with an API, as a realm file may: its configuration is not checked. */
    public Answer addApi(String scope, Map<String, String> config) {
        return realm.admin()
                .post(
                        "/" + realm.name() + "/client-scopes",
                        Map.of(
                                "name",
                                scope,
                                "protocol",
                                "openid-connect",
                                "protocolMappers",
                                List.of(Map.of(
                                        "name",
                                        "API",
                                        "protocol",
                                        "openid-connect",
                                        "protocolMapper",
                                        "refresh-grants-api-mapper",
                                        "config",
                                        config))));
    }

    /** Sets one config value of the API that a client scope carries. */
    public Answer setApi(String scope, String key, String value) {
        String mappers = scopePath(scope) + "/protocol-mappers/models";
        ObjectNode mapper = (ObjectNode) realm.admin().find(mappers, "protocolMapper", "refresh-grants-api-mapper");
        ((ObjectNode) mapper.get("config")).put(key, value);
        return realm.admin().put(mappers + "/" + mapper.path("id").asText(), mapper);
    }

    /** Assigns a client scope as optional or default, or takes it away. */
    public void assign(Application application, String scope, String kind) {
        String id = realm.admin()
                .find("/" + realm.name() + "/client-scopes", "name", scope)
                .path("id")
                .asText();
        String client = path(application);
        realm.admin().delete(client + "/optional-client-scopes/" + id);
        realm.admin().delete(client + "/default-client-scopes/" + id);
        if (kind != null) {
            expect(204, realm.admin().put(client + "/" + kind + "-client-scopes/" + id, Map.of()));
        }
    }
}
