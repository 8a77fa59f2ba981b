package io.refreshgrants.keycloak.campaign.compatibility;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.adapter.authorize.TranslatedAuthorizationEndpoint;
import io.refreshgrants.keycloak.adapter.client.ClientRegistration;
import io.refreshgrants.keycloak.adapter.introspect.ManagedUserinfoEndpoint;
import io.refreshgrants.keycloak.adapter.revoke.RevocationEndpoint;
import io.refreshgrants.keycloak.admin.RefreshGrantsAdminResource;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.auth0.TenantBrowserRedirect;
import io.refreshgrants.keycloak.auth0.browser.AuthorizeResource;
import io.refreshgrants.keycloak.auth0.browser.LogoutPathResource;
import io.refreshgrants.keycloak.auth0.browser.TenantDoorResource;
import io.refreshgrants.keycloak.auth0.browser.TenantKeys;
import io.refreshgrants.keycloak.auth0.browser.TenantMetadata;
import io.refreshgrants.keycloak.auth0.browser.UserinfoResource;
import io.refreshgrants.keycloak.auth0.management.ManagementRoot;
import io.refreshgrants.keycloak.auth0.token.OAuthResource;
import io.refreshgrants.keycloak.testing.Admin;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The addresses of a realm at which the extension answers. The Management API and the admin REST have an application each,
 * because the first deletes its own.
 */
final class Places {

    private static final String OPENID_CONNECT = "/protocol/openid-connect/";

    /** In place of Keycloak's own. */
    private static final Map<String, Class<?>> OF_KEYCLOAK = Map.of(
            OPENID_CONNECT + "auth",
            TranslatedAuthorizationEndpoint.class,
            OPENID_CONNECT + "userinfo",
            ManagedUserinfoEndpoint.class,
            OPENID_CONNECT + "revoke",
            RevocationEndpoint.class,
            "/clients-registrations/default",
            ClientRegistration.class);

    private static final Map<String, Class<?>> BELOW_THE_REALM = Map.of(
            "/oauth", OAuthResource.class,
            "/authorize", AuthorizeResource.class,
            "/userinfo", UserinfoResource.class,
            "/v2", LogoutPathResource.class,
            "/oidc", LogoutPathResource.class,
            "/api", ManagementRoot.class);

    private static final Map<String, Class<?>> AT_THE_TENANT = Map.of(
            "/oauth", OAuthResource.class,
            "/authorize", TenantBrowserRedirect.class,
            "/userinfo", UserinfoResource.class,
            "/v2/logout", TenantBrowserRedirect.class,
            "/oidc/logout", TenantBrowserRedirect.class,
            "/api", ManagementRoot.class,
            "/.well-known/openid-configuration", TenantMetadata.class,
            "/.well-known/jwks.json", TenantKeys.class);

    private final DemoRealm realm;

    private Places(DemoRealm realm) {
        this.realm = realm;
    }

    static List<Place> of(DemoRealm realm) {
        return new Places(realm).all();
    }

    private List<Place> all() {
        TenantSite tenant = TenantSite.claimedBy(realm, "tenant.example.com");
        String user = realm.users().id("alice");
        Map<String, String> auth0s = Map.of("user-id", user, "client-id", WEB_APP.clientId());
        String token = managementToken(tenant.url("/api/v2/"));
        Place.Sending belowTheRealm = Place.withToken(token, path -> HttpRequest.newBuilder(realm.uri(path)));
        Place.Sending atTheTenant = Place.withToken(token, tenant::request);
        return Stream.of(
                        places(OF_KEYCLOAK, auth0s, belowTheRealm),
                        places(BELOW_THE_REALM, auth0s, belowTheRealm),
                        places(AT_THE_TENANT, auth0s, atTheTenant),
                        Stream.of(new Place(
                                "/realms/" + realm.name() + "/tenant", TenantDoorResource.class, auth0s, atTheTenant)),
                        Stream.of(admins(user)))
                .flatMap(places -> places)
                .toList();
    }

    private static Stream<Place> places(
            Map<String, Class<?>> resources, Map<String, String> ids, Place.Sending sending) {
        return resources.entrySet().stream()
                .map(resource -> new Place(resource.getKey(), resource.getValue(), ids, sending));
    }

    /** A token that opens all of the Management API. */
    private String managementToken(String identifier) {
        ManagementApi api = ManagementApi.as(
                realm,
                identifier,
                "management",
                ManagementScope.ALL.stream().map(ManagementScope::scope).toList(),
                "manage-users",
                "manage-clients",
                "manage-realm");
        return expect(200, realm.token(api.tokenRequest(identifier))).accessToken();
    }

    private Place admins(String user) {
        RefreshGrantsAdmin named = RefreshGrantsAdmin.of(realm);
        Map<String, String> ids = Map.of(
                "user-id", user,
                "client-id", lastPart(named.client(ROTATING_APP)),
                "api-id", lastPart(named.api("orders-api")),
                "rule-id", new RealmRules(realm).rule("any", 1, "callback(null, user, context);"));
        return new Place("/" + realm.name() + "/refresh-grants", RefreshGrantsAdminResource.class, ids, this::asAdmin);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Answer asAdmin(String method, String path, Map<String, ?> body) {
        Admin admin = realm.admin();
        return switch (method) {
            case "GET" -> admin.get(path);
            case "POST" -> admin.post(path, body);
            case "PUT" -> admin.put(path, body);
            case "DELETE" -> admin.delete(path);
            default -> throw new IllegalArgumentException(method);
        };
    }
}
