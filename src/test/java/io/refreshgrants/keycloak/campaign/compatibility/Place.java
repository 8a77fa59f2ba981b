package io.refreshgrants.keycloak.campaign.compatibility;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Endpoint;
import io.refreshgrants.keycloak.testing.Http;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A resource of the extension at one of the addresses where a realm has it.
 *
 * @param resource the class whose annotations say what is below
 * @param ids values of parameters in paths; for others there is nothing of that name
 * @param sending how a method and a path below the address are asked for, with a body or null
 */
record Place(String address, Class<?> resource, Map<String, String> ids, Sending sending) {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** How requests reach a place. */
    interface Sending {
        Answer send(String method, String path, Map<String, ?> body);
    }

    /** Requests with a token in their header. */
    static Sending withToken(String token, Function<String, HttpRequest.Builder> address) {
        return (method, path, body) -> Http.send(address.apply(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", Http.JSON)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Http.json(body))));
    }

    /**
     * The answer of a route to an empty object, if it takes a body.
     *
     * @param further a path below it
     */
    Answer ask(Endpoint route, String further) {
        return sending.send(route.verb(), path(route) + further, WITH_BODY.contains(route.verb()) ? Map.of() : null);
    }

    private String path(Endpoint route) {
        String path = address + route.path();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        return path.replaceAll("\\{[^}]+\\}", "unknown");
    }
}
