package io.refreshgrants.keycloak.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;

/** Keycloak's admin REST, as the admin of the server or as a user of a realm with some rights there. */
public final class Admin {

    /**
     * Before the admin of the server gives an admin's role, Keycloak searches all of their roles, those for other realms, too, and
     * answers 500 when one of them goes with its realm just then (26.7.5: a NullPointerException in DefaultLazyLoader; its issue
     * 41109 is of this kind). So nobody asks while a realm is being removed.
     */
    private static final ReadWriteLock REMOVAL_OF_REALMS = new ReentrantReadWriteLock();

    private final URI server;
    private final String loginRealm;
    private final String username;
    private String token;

    Admin(URI server) {
        this(server, "master", "admin");
    }

    private Admin(URI server, String loginRealm, String username) {
        this.server = server;
        this.loginRealm = loginRealm;
        this.username = username;
    }

    /** The same API as a user of a realm, whose password is the name. */
    Admin as(String realm, String user) {
        return new Admin(server, realm, user);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return call("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return call("PUT", path, body);
    }

    /** PUT of a version that is still there. */
    public Answer putIfMatch(String path, Object body, String entityTag) {
        return call("PUT", path, body, "If-Match", entityTag);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** DELETE with a body, as Keycloak has it for role mappings. */
    public Answer deleteWith(String path, Object body) {
        return call("DELETE", path, body);
    }

    /** Reads a representation, changes it, and writes it back. */
    public Answer change(String path, Consumer<ObjectNode> change) {
        ObjectNode representation = (ObjectNode) expect(200, get(path)).json();
        change.accept(representation);
        return expect(204, put(path, representation));
    }

    /** The one element that a list of representations has with this value. */
    public JsonNode find(String path, String field, String value) {
        for (JsonNode element : expect(200, get(path)).json()) {
            if (value.equals(element.path(field).asText())) {
                return element;
            }
        }
        throw new AssertionError("No " + field + " " + value + " at " + path);
    }

    public static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("Expected " + status + " but got " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    private Answer call(String method, String path, Object body, String... headers) {
        boolean removesRealm = method.equals("DELETE") && path.lastIndexOf('/') == 0;
        Lock lock = removesRealm ? REMOVAL_OF_REALMS.writeLock() : REMOVAL_OF_REALMS.readLock();
        lock.lock();
        try {
            Answer answer = callOnce(method, path, body, headers);
            if (answer.status() == 401) {
                token = null; // The clock was moved, or time went by.
                answer = callOnce(method, path, body, headers);
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private Answer callOnce(String method, String path, Object body, String... headers) {
        if (token == null) {
            token = login();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        server + "/admin/" + (path.startsWith("/") || path.isEmpty() ? "realms" + path : path)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Http.json(body)));
        return Http.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Meanwhile no test removes a realm: for what asks as the admin of the server in another way. */
    public static void whileRealmsStay(Executable asks) throws Throwable {
        REMOVAL_OF_REALMS.readLock().lock();
        try {
            asks.execute();
        } finally {
            REMOVAL_OF_REALMS.readLock().unlock();
        }
    }

    /** An access token of the admin's, for a short time. */
    public String newToken() {
        return login();
    }

    private String login() {
        Map<String, String> login =
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", username, "password", username);
        return Http.postForm(URI.create(server + "/realms/" + loginRealm + "/protocol/openid-connect/token"), login)
                .accessToken();
    }
}
