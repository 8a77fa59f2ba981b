package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/** The resource of the tests in the server: what no request of anybody else can see or do. */
final class Probe {

    private final DemoRealm realm;

    Probe(DemoRealm realm) {
        this.realm = realm;
    }

    List<JsonNode> rows(String path) {
        List<JsonNode> rows = new ArrayList<>();
        expect(200, Http.get(realm.uri(path))).json().forEach(rows::add);
        return rows;
    }

    Answer post(String path) {
        return Http.send(HttpRequest.newBuilder(realm.uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }
}
