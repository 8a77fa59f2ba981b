package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.auth0.client.auth.AuthAPI;
import com.auth0.client.auth.RSAClientAssertionSigner;
import com.auth0.exception.APIException;
import com.auth0.exception.Auth0Exception;
import com.auth0.exception.RateLimitException;
import com.auth0.json.auth.TokenHolder;
import com.auth0.net.TokenRequest;
import com.auth0.net.client.DefaultHttpClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Auth0's own Java SDK, unmodified, pointed at the realm as if it were a tenant. */
@KeycloakTest
class Auth0JavaSdkIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    Auth0JavaSdkIT(DemoRealm realm) {
        this.realm = realm;
    }

    private AuthAPI sdk(Application application) {
        AuthAPI.Builder builder = application.secret() == null
                ? AuthAPI.newBuilder(realm.url(), application.clientId())
                : AuthAPI.newBuilder(realm.url(), application.clientId(), application.secret());
        return builder.withHttpClient(
                        DefaultHttpClient.newBuilder().withMaxRetries(0).build())
                .build();
    }

    private TokenHolder login(Application application, String audience) throws Auth0Exception {
        return sdk(application)
                .login("alice", "alice".toCharArray())
                .setAudience(audience)
                .setScope(SCOPE)
                .execute()
                .getBody();
    }

    @Test
    void aPasswordLogin() throws Auth0Exception {
        TokenHolder tokens = login(WEB_APP, ORDERS);

        assertThat(tokens.getAccessToken()).isNotBlank();
        assertThat(tokens.getRefreshToken()).isNotBlank();
        assertThat(tokens.getIdToken()).isNotBlank();
        assertThat(tokens.getTokenType()).isEqualTo("Bearer");
        assertThat(tokens.getExpiresIn()).isEqualTo(86400);
        assertThat(tokens.getScope()).contains("offline_access", "read:orders");
    }

    @Test
    void aPasswordLoginWithARealm() throws Auth0Exception {
        TokenHolder tokens = sdk(WEB_APP)
                .login("alice", "alice".toCharArray(), "Username-Password-Authentication")
                .setAudience(ORDERS)
                .setScope(SCOPE)
                .execute()
                .getBody();

        assertThat(tokens.getRefreshToken()).isNotBlank();
    }

    @Test
    void aLoginForAnApiWithoutOfflineAccess() throws Auth0Exception {
        TokenHolder tokens = login(WEB_APP, REPORTS);

        assertThat(tokens.getRefreshToken()).isNull();
        assertThat(tokens.getScope()).doesNotContain("offline_access");
    }

    @Test
    void theAuthorizeUrlOfTheSdkLeadsToACode() throws Auth0Exception {
        String url = sdk(WEB_APP)
                .authorizeUrl(CALLBACK)
                .withAudience(ORDERS)
                .withScope(SCOPE)
                .withState("s")
                .build();
        Browser browser = realm.browser();
        Answer redirect = browser.login(browser.visit(url), "alice");
        TokenHolder tokens = sdk(WEB_APP)
                .exchangeCode(redirect.redirectParameters().get("code"), CALLBACK)
                .execute()
                .getBody();

        assertThat(redirect.redirectParameters()).containsEntry("state", "s");
        assertThat(tokens.getRefreshToken()).isNotBlank();
    }

    @Test
    void aCodeExchangeWithPkce() throws Auth0Exception {
        String code = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, SCOPE)), "alice");
        TokenHolder tokens = sdk(NATIVE_APP)
                .exchangeCodeWithVerifier(code, Browser.VERIFIER, CALLBACK)
                .execute()
                .getBody();

        assertThat(tokens.getRefreshToken()).isNotBlank();
    }

    @Test
    void renewAuth() throws Auth0Exception {
        AuthAPI sdk = sdk(WEB_APP);
        String refreshToken = login(WEB_APP, ORDERS).getRefreshToken();
        TokenRequest request = sdk.renewAuth(refreshToken);
        TokenHolder tokens = request.execute().getBody();

        assertThat(tokens.getAccessToken()).isNotBlank();
        assertThat(tokens.getIdToken()).isNotBlank();
        assertThat(tokens.getRefreshToken())
                .as("a non-rotating application keeps its own")
                .isNull();
        assertThat(sdk.renewAuth(refreshToken)
                        .setScope("openid")
                        .execute()
                        .getBody()
                        .getScope())
                .isEqualTo("openid");
    }

    @Test
    void renewAuthOfAPublicClient() throws Auth0Exception {
        String refreshToken =
                realm.refreshToken(NATIVE_APP, "alice"); // The SDK logs in by password with a secret only.

        assertThat(sdk(NATIVE_APP).renewAuth(refreshToken).execute().getBody().getAccessToken())
                .isNotBlank();
    }

    @Test
    void revokeToken() throws Auth0Exception {
        AuthAPI sdk = sdk(WEB_APP);
        String refreshToken = login(WEB_APP, ORDERS).getRefreshToken();
        sdk.revokeToken(refreshToken).execute();

        APIException refused = catchThrowableOfType(
                APIException.class, () -> sdk.renewAuth(refreshToken).execute());
        assertThat(refused.getStatusCode()).isEqualTo(403);
        assertThat(refused.getError()).isEqualTo("invalid_grant");
        assertThat(refused.getDescription()).isEqualTo("Unknown or invalid refresh token.");
    }

    @Test
    void revokeTokenOfAPublicClient() throws Auth0Exception {
        String refreshToken =
                realm.refreshToken(NATIVE_APP, "alice"); // The SDK logs in by password with a secret only.
        sdk(NATIVE_APP).revokeToken(refreshToken).execute();

        assertThat(catchThrowableOfType(
                        APIException.class,
                        () -> sdk(NATIVE_APP).renewAuth(refreshToken).execute()))
                .isNotNull();
    }

    @Test
    void wrongCredentialsAreRecognised() {
        APIException refused = catchThrowableOfType(
                APIException.class,
                () -> sdk(WEB_APP).login("alice", "wrong".toCharArray()).execute());

        assertThat(refused.isInvalidCredentials()).isTrue();
    }

    @Test
    void aRefusedApiIsRecognised() {
        APIException refused = catchThrowableOfType(APIException.class, () -> login(WEB_APP, "urn:none"));

        assertThat(refused.isAccessDenied()).isTrue();
        assertThat(refused.getDescription()).isEqualTo("Service not enabled within domain: urn:none");
    }

    @Test
    void aWrongSecretIsRecognised() {
        APIException refused =
                catchThrowableOfType(APIException.class, () -> login(new Application("web-app", "wrong"), ORDERS));

        assertThat(refused.isAccessDenied()).isTrue();
        assertThat(refused.getStatusCode()).isEqualTo(401);
    }

    @Test
    void aRateLimitIsReadFromOurHeaders() throws Auth0Exception {
        realm.clients().setAttribute(Application.OTHER_APP, "refresh_grants.throttle_requests", "2");
        try {
            AuthAPI sdk = sdk(Application.OTHER_APP);
            String refreshToken = login(Application.OTHER_APP, ORDERS).getRefreshToken();
            sdk.renewAuth(refreshToken).execute();
            sdk.renewAuth(refreshToken).execute();
            RateLimitException refused = catchThrowableOfType(
                    RateLimitException.class, () -> sdk.renewAuth(refreshToken).execute());

            assertThat(refused.getStatusCode()).isEqualTo(429);
            assertThat(refused.getLimit()).isEqualTo(2);
            assertThat(refused.getRemaining()).isZero();
            assertThat(refused.getReset()).isGreaterThan(System.currentTimeMillis() / 1000);
        } finally {
            realm.clients().setAttribute(Application.OTHER_APP, "refresh_grants.throttle_requests", null);
        }
    }

    @Test
    void aRotatingApplicationGetsANewToken() throws Auth0Exception {
        AuthAPI sdk = sdk(Application.ROTATING_APP);
        String first = login(Application.ROTATING_APP, ORDERS).getRefreshToken();
        String second = sdk.renewAuth(first).execute().getBody().getRefreshToken();

        assertThat(second).isNotBlank().isNotEqualTo(first);
        assertThat(sdk.renewAuth(second).execute().getBody().getRefreshToken()).isNotBlank();
    }

    @Test
    void aMachineAsksForAToken() throws Auth0Exception {
        TokenHolder tokens =
                sdk(Application.MACHINE).requestToken(ORDERS).execute().getBody();

        assertThat(tokens.getAccessToken()).isNotBlank();
        assertThat(tokens.getRefreshToken()).isNull();
    }

    @Test
    void aSignedAssertionInPlaceOfASecret() throws Exception {
        KeyPair keys = keys();
        realm.clients().change(Application.OTHER_APP, client -> {
            client.put("clientAuthenticatorType", "client-jwt");
            ((ObjectNode) client.get("attributes"))
                    .put("use.jwks.string", "false")
                    .put(
                            "jwt.credential.public.key",
                            Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))
                    .put("token.endpoint.auth.signing.alg", "RS256");
        });
        try {
            AuthAPI sdk = AuthAPI.newBuilder(realm.url(), "other-app")
                    .withClientAssertionSigner(new RSAClientAssertionSigner((RSAPrivateKey) keys.getPrivate()))
                    .build();
            TokenHolder tokens = sdk.login("alice", "alice".toCharArray())
                    .setAudience(ORDERS)
                    .setScope(SCOPE)
                    .execute()
                    .getBody();
            assertThat(sdk.renewAuth(tokens.getRefreshToken())
                            .execute()
                            .getBody()
                            .getAccessToken())
                    .isNotBlank();
            sdk.revokeToken(tokens.getRefreshToken()).execute();
            assertThat(catchThrowableOfType(
                            APIException.class,
                            () -> sdk.renewAuth(tokens.getRefreshToken()).execute()))
                    .isNotNull();

            AuthAPI impostor = AuthAPI.newBuilder(realm.url(), "other-app")
                    .withClientAssertionSigner(new RSAClientAssertionSigner((RSAPrivateKey) keys().getPrivate()))
                    .build();
            assertThat(catchThrowableOfType(
                                    APIException.class,
                                    () -> impostor.renewAuth("x").execute())
                            .isAccessDenied())
                    .isTrue();
        } finally {
            realm.clients()
                    .change(Application.OTHER_APP, client -> client.put("clientAuthenticatorType", "client-secret"));
        }
    }

    private static KeyPair keys() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
