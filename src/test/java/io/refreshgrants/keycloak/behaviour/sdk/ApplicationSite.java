package io.refreshgrants.keycloak.behaviour.sdk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;

/**
 * Where the scripts serve an application, with TLS: at the host of the tenant, and at another site.
 *
 * @param port at both
 */
record ApplicationSite(int port) {

    /** Lets a realm send browsers there for this application, and answer its pages. */
    void isOf(DemoRealm realm, Application application) {
        realm.clients().change(application, this::register);
    }

    private void register(ObjectNode client) {
        for (String origin : List.of("https://localhost:" + port, "https://app.localhost:" + port)) {
            client.withArray("redirectUris").add(origin + "/*");
            if (client.get("webOrigins") instanceof ArrayNode origins) {
                origins.add(origin);
            }
        }
    }
}
