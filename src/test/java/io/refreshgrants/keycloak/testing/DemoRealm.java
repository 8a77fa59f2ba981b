package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A realm of its own for a test class, made from the demo realm's file. */
public final class DemoRealm implements AutoCloseable {

    /** The password policy of what is not tested for its passwords. */
    static final String ONE_HASH = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    private static final Path FILE = Path.of("src", "demo", "demo-realm.json");

    private static final String KEYS = "org.keycloak.keys.KeyProvider";

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

    /** The same with RSA keys of half the length, for a realm that signs a lot and is gone in a minute. */
    static DemoRealm forAWhile(URI server, String name) {
        return create(server, name, DemoRealm::shortKeys);
    }

    /** Keycloak's own keys of a new realm, but half as long: signing is most of a test's processor time otherwise. */
    private static void shortKeys(ObjectNode file) {
        file.withObject("components")
                .withArray(KEYS)
                .add(key("rsa-generated", Map.of("priority", 100, "keySize", 1_024)))
                .add(key("rsa-enc-generated", Map.of("priority", 100, "keySize", 1_024, "algorithm", "RSA-OAEP")))
                .add(key("hmac-generated", Map.of("priority", 100, "algorithm", "HS512")))
                .add(key("aes-generated", Map.of("priority", 100)));
    }

    private static ObjectNode key(String kind, Map<String, ?> settings) {
        ObjectNode key = Answer.JSON.createObjectNode().put("name", kind).put("providerId", kind);
        settings.forEach(
                (name, value) -> key.withObject("config").withArray(name).add(String.valueOf(value)));
        return key;
    }

    /** Signs with a key of the usual length from now on: libraries refuse shorter ones. */
    public void signsWithALongKey() {
        ObjectNode key =
                key("rsa-generated", Map.of("priority", 200, "keySize", 2_048)).put("providerType", KEYS);
        expect(201, admin.post("/" + name + "/components", key));
    }

    private static DemoRealm create(URI server, String name, Consumer<ObjectNode> change) {
        DemoRealm realm = new DemoRealm(server, name);
        try {
            ObjectNode file = (ObjectNode)
                    Answer.JSON.readTree(Files.readString(FILE).replace("default-roles-demo", "default-roles-" + name));
            file.put("realm", name);
            ((ObjectNode) file.get("attributes")).remove("refresh_grants.domain");
            file.put("passwordPolicy", ONE_HASH);
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
        return forAWhile(server, siblingName);
    }

    /** Another realm on the same server, whose file differs. */
    public DemoRealm sibling(String siblingName, Consumer<ObjectNode> change) {
        return create(server, siblingName, change.andThen(DemoRealm::shortKeys));
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

    public Users users() {
        return new Users(this);
    }

    public Clients clients() {
        return new Clients(this);
    }

    public Events events() {
        return new Events(this);
    }

    public LedgerRows ledger() {
        return new LedgerRows(this);
    }

    public Clock clock() {
        return new Clock(this);
    }

    /** What a server without the extension says to a refresh token; empty when it accepts it. */
    public String withoutTheExtension(Application application, String token) {
        return expect(
                        200,
                        Http.send(HttpRequest.newBuilder(uri("/testing/stock?client=" + application.clientId()))
                                .POST(HttpRequest.BodyPublishers.ofString(token))))
                .body();
    }

    /** Bytes of the server's heap that are in use after a full collection. */
    public long heapInUse() {
        return Long.parseLong(expect(200, probe().post("/testing/heap")).body());
    }

    Probe probe() {
        return new Probe(this);
    }

    @Override
    public void close() {
        admin.delete("/" + name);
    }
}
