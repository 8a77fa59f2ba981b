package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.VERIFIER;

import com.auth0.client.auth.AuthAPI;
import com.auth0.client.auth.AuthorizeUrlBuilder;
import com.auth0.client.mgmt.ManagementApi;
import com.auth0.client.mgmt.errors.NotFoundError;
import com.auth0.client.mgmt.types.DeviceCredential;
import com.auth0.client.mgmt.types.ListDeviceCredentialsRequestParameters;
import com.auth0.client.mgmt.types.ListUserGrantsRequestParameters;
import com.auth0.client.mgmt.types.RefreshTokenResponseContent;
import com.auth0.client.mgmt.types.SessionResponseContent;
import com.auth0.client.mgmt.types.UserGrant;
import com.auth0.exception.APIException;
import com.auth0.json.auth.TokenHolder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Auth0's SDK for Java at the tenant's address, in a process of its own that trusts the tenant's certificate. */
final class Auth0JavaCalls {

    private static final String SCOPE = "openid profile email offline_access read:orders";
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    private final String domain = System.getenv("DOMAIN");
    private final AuthAPI sdk = sdk(WEB_APP);

    private Auth0JavaCalls() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("javax.net.ssl.trustStore", System.getenv("KEY_STORE"));
        System.setProperty("javax.net.ssl.trustStorePassword", System.getenv("KEY_STORE_PASSWORD"));
        new Auth0JavaCalls().all();
    }

    private AuthAPI sdk(Application application) {
        return AuthAPI.newBuilder(domain, application.clientId(), application.secret())
                .build();
    }

    private void all() throws Exception {
        TokenHolder session = works(
                "exchangeCode",
                () -> sdk.exchangeCode(code("alice"), CALLBACK).execute().getBody());
        String refreshToken = session.getRefreshToken();
        works(
                "login",
                () -> sdk.login("alice", "alice".toCharArray())
                        .setAudience(ORDERS)
                        .setScope(SCOPE)
                        .execute());
        works(
                "login, realm",
                () -> sdk.login("alice", "alice".toCharArray(), "Username-Password-Authentication")
                        .setAudience(ORDERS)
                        .execute());
        refused(
                "login, wrong password",
                () -> sdk.login("alice", "wrong".toCharArray()).execute());
        works(
                "exchangeCodeWithVerifier",
                () -> sdk.exchangeCodeWithVerifier(provenCode(sdk), VERIFIER, CALLBACK)
                        .execute());
        withoutSecret();
        works("renewAuth", () -> sdk.renewAuth(refreshToken).execute());
        works(
                "renewAuth, less scope",
                () -> sdk.renewAuth(refreshToken).setScope("openid").execute());
        works("requestToken", () -> sdk(MACHINE).requestToken(ORDERS).execute());
        works(
                "pushedAuthorizationRequest",
                () -> sdk.pushedAuthorizationRequest(CALLBACK, "code", Map.of("audience", ORDERS, "scope", SCOPE))
                        .execute());
        works("userInfo", () -> sdk.userInfo(session.getAccessToken()).execute());
        manage();
        works("revokeToken", () -> sdk.revokeToken(refreshToken).execute());
        refused("renewAuth, revoked", () -> sdk.renewAuth(refreshToken).execute());
        works(
                "logoutUrl",
                () -> Http.send(HttpRequest.newBuilder(
                        URI.create(sdk.logoutUrl("http://localhost:3000/", true).build()))));
    }

    /** An application of phones and desktops. */
    private void withoutSecret() throws Exception {
        AuthAPI open = AuthAPI.newBuilder(domain, NATIVE_APP.clientId()).build();
        TokenHolder session = works(
                "exchangeCodeWithVerifier, without secret",
                () -> open.exchangeCodeWithVerifier(provenCode(open), VERIFIER, CALLBACK)
                        .execute()
                        .getBody());
        works(
                "renewAuth, without secret",
                () -> open.renewAuth(session.getRefreshToken()).execute());
        works(
                "revokeToken, without secret",
                () -> open.revokeToken(session.getRefreshToken()).execute());
    }

    /** The management API, with the token that the SDK asks for. */
    private void manage() throws Exception {
        ManagementApi api = ManagementApi.builder()
                .domain(domain)
                .clientCredentials("management", "management-secret")
                .build();
        String bob = logIn("bob");
        works("ManagementApi, userGrants", () -> {
            UserGrant grant = first(api.userGrants()
                    .list(ListUserGrantsRequestParameters.builder().userId(bob).build()));
            api.userGrants().delete(grant.getId().orElseThrow());
            return grant;
        });
        logIn("bob");
        works("ManagementApi, deviceCredentials", () -> {
            DeviceCredential device = first(api.deviceCredentials()
                    .list(ListDeviceCredentialsRequestParameters.builder()
                            .userId(bob)
                            .build()));
            api.deviceCredentials().delete(device.getId().orElseThrow());
            return device;
        });
        logIn("bob");
        works("ManagementApi, refreshTokens", () -> {
            RefreshTokenResponseContent token = first(api.users().refreshToken().list(bob));
            api.refreshTokens().get(token.getId().orElseThrow());
            api.refreshTokens().delete(token.getId().orElseThrow());
            return token;
        });
        works("ManagementApi, sessions", () -> {
            SessionResponseContent session = first(api.users().sessions().list(bob));
            api.sessions().get(session.getId().orElseThrow());
            api.sessions().revoke(session.getId().orElseThrow());
            return session;
        });
        works("ManagementApi, users.revokeAccess", () -> {
            api.users().revokeAccess(bob);
            return bob;
        });
        works("ManagementApi, clients", () -> api.clients().get("rotating-app").getRefreshToken());
        works(
                "ManagementApi, resourceServers",
                () -> first(api.resourceServers().list()));
        works("ManagementApi, rules", () -> api.rules().list().iterator().hasNext());
        try {
            api.refreshTokens().get("x");
            print("ManagementApi, refreshTokens, unknown", SdkCall.FAILED, "was not refused");
        } catch (NotFoundError e) {
            print("ManagementApi, refreshTokens, unknown", SdkCall.REFUSED, e.getMessage());
        }
    }

    /** Logs a user in and returns their id. */
    private String logIn(String user) throws Exception {
        String idToken =
                sdk.exchangeCode(code(user), CALLBACK).execute().getBody().getIdToken();
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]))
                .path("sub")
                .asText();
    }

    private static <T> T first(Iterable<T> list) {
        return list.iterator().next();
    }

    /** The code of a login with PKCE. */
    private static String provenCode(AuthAPI sdk) throws Exception {
        AuthorizeUrlBuilder login = sdk.authorizeUrl(CALLBACK);
        Browser.withPkce(new Parameters()).forEach((name, value) -> login.withParameter(name, String.valueOf(value)));
        return code("alice", login);
    }

    private String code(String user) throws Exception {
        return code(user, sdk.authorizeUrl(CALLBACK));
    }

    /** The code of a login at the address that the SDK builds. */
    private static String code(String user, AuthorizeUrlBuilder address) throws Exception {
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        String login = address.withAudience(ORDERS).withScope(SCOPE).build();
        HttpResponse<String> form =
                browser.send(HttpRequest.newBuilder(URI.create(login)).build(), HttpResponse.BodyHandlers.ofString());
        Matcher action = ACTION.matcher(form.body());
        if (!action.find()) {
            throw new IllegalStateException("No form: " + form.statusCode());
        }
        HttpClient sameBrowser = HttpClient.newBuilder()
                .cookieHandler(browser.cookieHandler().orElseThrow())
                .build();
        HttpResponse<String> answer = sameBrowser.send(
                Http.post(
                                URI.create(action.group(1).replace("&amp;", "&")),
                                Http.FORM,
                                Http.form(Map.of("username", user, "password", user)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.replaceFirst(".*[?&]code=([^&]*).*", "$1");
    }

    private interface Call<T> {
        T make() throws Exception;
    }

    private static <T> T works(String name, Call<T> call) throws Exception {
        try {
            T answer = call.make();
            print(name, SdkCall.WORKS, null);
            return answer;
        } catch (Exception e) {
            print(name, SdkCall.FAILED, e.toString());
            throw e;
        }
    }

    private static void refused(String name, Call<?> call) throws Exception {
        try {
            call.make();
            print(name, SdkCall.FAILED, "was not refused");
        } catch (APIException e) {
            print(name, SdkCall.REFUSED, e.getDescription());
        }
    }

    private static void print(String call, String outcome, String detail) throws Exception {
        System.out.println(new ObjectMapper().writeValueAsString(new SdkCall(call, outcome, detail)));
    }
}
