package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** Auth0's Management API of a realm, as an application that an admin has given scopes and roles. */
public final class ManagementApi {

    /** The client scope that carries the API. */
    public static final String SCOPE = "management-api";

    private final DemoRealm realm;
    private final String identifier;
    private final Application application;
    private String token;

    private ManagementApi(DemoRealm realm, String identifier, Application application) {
        this.realm = realm;
        this.identifier = identifier;
        this.application = application;
    }

    /** The identifier of the API in a realm without a tenant address. */
    public static String identifier(DemoRealm realm) {
        return realm.url() + "/api/v2/";
    }

    /**
     * The API as a new application, after everything is set up as the documentation says.
     *
     * @param scopes those that it is given, as optional ones
     * @param roles of the realm's management, for its service account
     */
    public static ManagementApi as(DemoRealm realm, String clientId, List<String> scopes, String... roles) {
        return as(realm, identifier(realm), clientId, scopes, roles);
    }

    /** The same for the API with this identifier. */
    public static ManagementApi as(
            DemoRealm realm, String identifier, String clientId, List<String> scopes, String... roles) {
        Application application = new Application(clientId, clientId + "-secret");
        realm.admin()
                .post("/" + realm.name() + "/refresh-grants/apis", Map.of("name", SCOPE, "identifier", identifier));
        for (JsonNode old : expect(200, realm.admin().get("/" + realm.name() + "/clients?clientId=" + clientId))
                .json()) {
            realm.admin()
                    .delete("/" + realm.name() + "/clients/" + old.path("id").asText());
        }
        expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/clients",
                                Map.of(
                                        "clientId",
                                        clientId,
                                        "secret",
                                        application.secret(),
                                        "serviceAccountsEnabled",
                                        true,
                                        "standardFlowEnabled",
                                        false,
                                        "webOrigins",
                                        List.of("http://localhost:3000"))));
        realm.clients().assign(application, SCOPE, "optional");
        scopes.forEach(scope -> {
            realm.admin()
                    .post(
                            "/" + realm.name() + "/client-scopes",
                            Map.of(
                                    "name",
                                    scope,
                                    "protocol",
                                    "openid-connect",
                                    "attributes",
                                    Map.of("include.in.token.scope", "true")));
            realm.clients().assign(application, scope, "optional");
        });
        ManagementApi api = new ManagementApi(realm, identifier, application);
        realm.users().grant(api.serviceAccount(), roles);
        return api;
    }

    /** The application. */
    public Application application() {
        return application;
    }

    /** Takes roles from its service account. */
    public void withdraw(String... roles) {
        realm.users().withdraw(serviceAccount(), roles);
    }

    private String serviceAccount() {
        String id = expect(200, realm.admin().get(realm.clients().path(application) + "/service-account-user"))
                .text("id");
        return "/" + realm.name() + "/users/" + id;
    }

    /** The request for a token with all scopes that the application has. */
    public Parameters tokenRequest(String audience) {
        return application
                .credentials()
                .with("grant_type", "client_credentials")
                .with("audience", audience);
    }

    /** The token of all calls. */
    public String token() {
        if (token == null) {
            token = expect(200, realm.token(tokenRequest(identifier))).accessToken();
        }
        return token;
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    public Answer post(String path, Object body) {
        return call("POST", path, body);
    }

    public Answer call(String method, String path, Object body) {
        return call(realm, token(), method, path, body);
    }

    /** A call with any token. */
    public static Answer call(DemoRealm realm, String token, String method, String path, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(realm, path))
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Http.json(body)));
        return Http.send(body == null ? request : request.header("Content-Type", Http.JSON));
    }

    public static URI uri(DemoRealm realm, String path) {
        return realm.uri("/api/v2/" + path);
    }

    /** Status, code and text of a refusal, as one line to compare; its body has the status and the reason phrase, too. */
    public static String refusal(Answer answer) {
        JsonNode body = answer.json();
        if (body.path("statusCode").asInt() != answer.status()
                || body.path("error").asText().isEmpty()) {
            throw new AssertionError("Not in Auth0's shape: " + answer.status() + " " + answer.body());
        }
        return answer.status() + " " + answer.text("errorCode") + ": " + answer.text("message");
    }
}
