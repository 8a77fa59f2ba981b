package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A realm of its own for a test class, made from the demo realm's file. */
public final class DemoRealm implements AutoCloseable {

    private static final Path FILE = Path.of("src", "demo", "demo-realm.json");

    private final URI server;
    private final String name;
    private final Admin admin;

    private DemoRealm(URI server, String name) {
        this.server = server;
        this.name = name;
        this.admin = new Admin(server);
    }

    /** Imports the realm under this name. Passwords are hashed once only: that is not what is tested here. */
    public static DemoRealm create(URI server, String name) {
        return create(server, name, file -> {});
    }

    private static DemoRealm create(URI server, String name, Consumer<ObjectNode> change) {
        DemoRealm realm = new DemoRealm(server, name);
        try {
            ObjectNode file = (ObjectNode)
                    Answer.JSON.readTree(Files.readString(FILE).replace("default-roles-demo", "default-roles-" + name));
            file.put("realm", name);
            file.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
            change.accept(file);
            realm.admin.delete("/" + name);
            expect(201, realm.admin.post("", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return realm;
    }

    /** A realm that is there already. */
    public static DemoRealm at(URI server, String name) {
        return new DemoRealm(server, name);
    }

    /** Another realm on the same server. */
    public DemoRealm sibling(String siblingName) {
        return create(server, siblingName);
    }

    /** Another realm on the same server, whose file differs. */
    public DemoRealm sibling(String siblingName, Consumer<ObjectNode> change) {
        return create(server, siblingName, change);
    }

    /** The same realm as another node of the cluster serves it, or this one at another address. */
    public DemoRealm on(URI node) {
        return new DemoRealm(node, name);
    }

    public String name() {
        return name;
    }

    public Admin admin() {
        return admin;
    }

    /** The realm's URL, without a slash at its end. */
    public String url() {
        return server + "/realms/" + name;
    }

    public URI uri(String path) {
        return URI.create(url() + path);
    }

    /** Whether an address is one of this server's realms', whatever name it gives the server. */
    boolean serves(URI address) {
        return address.getRawPath() != null && address.getRawPath().startsWith("/realms/");
    }

    /** An address of this realm as this node serves it: the nodes of a cluster share a name that leads nowhere. */
    URI here(URI address) {
        return serves(address) ? server.resolve(address.getRawPath() + query(address)) : address;
    }

    private static String query(URI address) {
        return address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    }

    /** POST /oauth/token with JSON. */
    public Answer token(Map<String, ?> parameters) {
        return Http.postJson(uri("/oauth/token"), parameters);
    }

    /** POST /oauth/token with a form. */
    public Answer tokenByForm(Map<String, ?> parameters) {
        return Http.postForm(uri("/oauth/token"), parameters);
    }

    /** Keycloak's own token endpoint. */
    public Answer keycloakToken(Map<String, ?> parameters) {
        return Http.postForm(uri("/protocol/openid-connect/token"), parameters);
    }

    public Answer revoke(Map<String, ?> parameters) {
        return Http.postJson(uri("/oauth/revoke"), parameters);
    }

    public Answer revokeByForm(Map<String, ?> parameters) {
        return Http.postForm(uri("/oauth/revoke"), parameters);
    }

    /** Keycloak's own revocation endpoint. */
    public Answer keycloakRevoke(Map<String, ?> parameters) {
        return Http.postForm(uri("/protocol/openid-connect/revoke"), parameters);
    }

    public Answer introspect(Application application, String token, String hint) {
        return Http.postForm(
                uri("/protocol/openid-connect/token/introspect"),
                application.credentials().with("token", token).with("token_type_hint", hint));
    }

    public Answer userinfo(String accessToken) {
        return Http.send(HttpRequest.newBuilder(uri("/protocol/openid-connect/userinfo"))
                .header("Authorization", "Bearer " + accessToken)
                .GET());
    }

    /** A password login on Auth0's path that is expected to succeed. */
    public Answer login(Application application, String user, String audience, String scope) {
        return expect(200, token(application.password(user, audience, scope)));
    }

    /** The refresh token of such a login for the orders API. */
    public String refreshToken(Application application, String user) {
        return refreshToken(application, user, Application.ORDERS);
    }

    public String refreshToken(Application application, String user, String audience) {
        return login(application, user, audience, "openid offline_access read:orders")
                .refreshToken();
    }

    /** A new browser, without a cookie. */
    public Browser browser() {
        return new Browser(this);
    }

    /** The stored events of a type, the newest first. */
    public List<JsonNode> events(String type) {
        List<JsonNode> events = new ArrayList<>();
        expect(200, admin.get("/" + name + "/events?max=500&type=" + type))
                .json()
                .forEach(events::add);
        return events;
    }

    /** The newest event of a type. */
    public JsonNode event(String type) {
        List<JsonNode> events = events(type);
        if (events.isEmpty()) {
            throw new AssertionError("No event " + type);
        }
        return events.get(0);
    }

    /** The reason that the newest event of a type gives. */
    public String reason(String type) {
        return event(type).path("details").path("reason").asText(null);
    }

    public void forgetEvents() {
        expect(204, admin.delete("/" + name + "/events"));
    }

    /** The realm's rows in the ledger. */
    public List<JsonNode> ledger() {
        return rows("/testing/ledger");
    }

    /** The rows that are alive. */
    public List<JsonNode> livingFamilies() {
        return rows("/testing/ledger/living");
    }

    /** Takes the realm's rows from the ledger, and leaves all that belongs to them. */
    public void forgetLedger() {
        expect(204, Http.send(post("/testing/ledger/forget")));
    }

    /** The realm's offline sessions in Keycloak's table. */
    public List<JsonNode> offlineSessions() {
        return rows("/testing/sessions");
    }

    /** What a server without the extension says to a refresh token; empty when it accepts it. */
    public String withoutTheExtension(Application application, String token) {
        return expect(
                        200,
                        Http.send(HttpRequest.newBuilder(uri("/testing/stock?client=" + application.clientId()))
                                .POST(HttpRequest.BodyPublishers.ofString(token))))
                .body();
    }

    private List<JsonNode> rows(String path) {
        List<JsonNode> rows = new ArrayList<>();
        expect(200, Http.get(uri(path))).json().forEach(rows::add);
        return rows;
    }

    /** Lets a family rest on another offline session, as no request can. */
    public void restOn(String family, String sessionId) {
        expect(204, Http.send(post("/testing/ledger/session?family=" + family + "&session=" + sessionId)));
    }

    /** Runs the scheduled pruning. */
    public void prune() {
        runTask("LedgerPruning");
    }

    /** Runs a task of the server's timer now. */
    public void runTask(String task) {
        expect(204, Http.send(post("/testing/task?name=" + task)));
    }

    /** Bytes of the server's heap that are in use after a full collection. */
    public long heapInUse() {
        return Long.parseLong(expect(200, Http.send(post("/testing/heap"))).body());
    }

    private HttpRequest.Builder post(String path) {
        return HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody());
    }

    /** Moves the server's clock ahead, from the real time. The extension puts it back after each test. */
    public void clockAhead(Duration by) {
        moveClock(server, name, by);
    }

    static void moveClock(URI server, String realm, Duration by) {
        URI clock = URI.create(server + "/realms/" + realm + "/testing/clock?offset=" + by.toSeconds());
        expect(204, Http.send(HttpRequest.newBuilder(clock).POST(HttpRequest.BodyPublishers.noBody())));
    }

    public String userId(String username) {
        return admin.find("/" + name + "/users?exact=true&username=" + username, "username", username)
                .path("id")
                .asText();
    }

    /** Adds a user with an e-mail address, names, and a password that is the name. */
    public void addUser(String username) {
        addUser(username, List.of(password(username)));
    }

    /** The same, and a security key, which a password login does not ask for. */
    public void addUserWithSecurityKey(String username) {
        addUser(
                username,
                List.of(
                        password(username),
                        Map.of("type", "webauthn", "secretData", "{}", "credentialData", "{\"counter\":0}")));
    }

    /** The same, and one-time passwords, which a password login does ask for. */
    public void addUserWithOneTimePassword(String username) {
        addUser(
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

    private void addUser(String username, List<Map<String, Object>> credentials) {
        expect(
                201,
                admin.post(
                        "/" + name + "/users",
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

    /** The same, after removing the user of that name with all that is theirs. */
    public void replaceUser(String username) {
        for (JsonNode user : expect(200, admin.get("/" + name + "/users?exact=true&username=" + username))
                .json()) {
            expect(204, admin.delete("/" + name + "/users/" + user.path("id").asText()));
        }
        addUser(username);
    }

    public String userPath(String username) {
        return "/" + name + "/users/" + userId(username);
    }

    /** User attributes that no profile declares: without this an admin's save of the user takes them away. */
    public void allowUnmanagedAttributes() {
        String path = "/" + name + "/users/profile";
        ObjectNode profile = (ObjectNode) expect(200, admin.get(path)).json();
        expect(200, admin.put(path, profile.put("unmanagedAttributePolicy", "ENABLED")));
    }

    public String clientPath(Application application) {
        String id = admin.find(
                        "/" + name + "/clients?clientId=" + application.clientId(), "clientId", application.clientId())
                .path("id")
                .asText();
        return "/" + name + "/clients/" + id;
    }

    public void changeClient(Application application, Consumer<ObjectNode> change) {
        admin.change(clientPath(application), change);
    }

    /** Sets a client attribute; null removes it. */
    public void setAttribute(Application application, String name, String value) {
        changeClient(
                application, client -> ((ObjectNode) client.get("attributes")).put(name, value == null ? "" : value));
    }

    public String scopePath(String scope) {
        return "/" + name + "/client-scopes/"
                + admin.find("/" + name + "/client-scopes", "name", scope)
                        .path("id")
                        .asText();
    }

    /** Sets one config value of the API that a client scope carries. */
    public Answer setApi(String scope, String key, String value) {
        String mappers = scopePath(scope) + "/protocol-mappers/models";
        ObjectNode mapper = (ObjectNode) admin.find(mappers, "protocolMapper", "refresh-grants-api-mapper");
        ((ObjectNode) mapper.get("config")).put(key, value);
        return admin.put(mappers + "/" + mapper.path("id").asText(), mapper);
    }

    /** Assigns a client scope as optional or default, or takes it away. */
    public void assign(Application application, String scope, String kind) {
        String id = admin.find("/" + name + "/client-scopes", "name", scope)
                .path("id")
                .asText();
        String client = clientPath(application);
        admin.delete(client + "/optional-client-scopes/" + id);
        admin.delete(client + "/default-client-scopes/" + id);
        if (kind != null) {
            expect(204, admin.put(client + "/" + kind + "-client-scopes/" + id, Map.of()));
        }
    }

    /** How many offline sessions the user has with a client. */
    public int offlineSessions(String username, Application application) {
        String client = clientPath(application);
        String id = client.substring(client.lastIndexOf('/') + 1);
        return expect(200, admin.get(userPath(username) + "/offline-sessions/" + id))
                .json()
                .size();
    }

    @Override
    public void close() {
        admin.delete("/" + name);
    }
}
