package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The stored events of a realm. */
public final class Events {

    private final DemoRealm realm;

    Events(DemoRealm realm) {
        this.realm = realm;
    }

    /** The stored events of a type, the newest first. */
    public List<JsonNode> ofType(String type) {
        List<JsonNode> events = new ArrayList<>();
        expect(200, realm.admin().get("/" + realm.name() + "/events?max=500&type=" + type))
                .json()
                .forEach(events::add);
        return events;
    }

    /** The newest event of a type. */
    public JsonNode newest(String type) {
        List<JsonNode> events = ofType(type);
        if (events.isEmpty()) {
            throw new AssertionError("No event " + type);
        }
        return events.get(0);
    }

    /** The reason that the newest event of a type gives. */
    public String reason(String type) {
        return newest(type).path("details").path("reason").asText(null);
    }

    public void forget() {
        expect(204, realm.admin().delete("/" + realm.name() + "/events"));
    }
}
