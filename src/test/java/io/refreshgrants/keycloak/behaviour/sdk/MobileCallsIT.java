package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.DpopKey;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Auth0's SDKs for phones send, without the phone and so without the SDKs: their requests, and what they check of the answers. */
@KeycloakTest
class MobileCallsIT {

    private static final String DOMAIN = "mobile.example.com";

    private final DemoRealm realm;
    private final TenantSite tenant;

    MobileCallsIT(DemoRealm realm) {
        this.realm = realm;
        this.tenant = TenantSite.claimedBy(realm, DOMAIN);
        realm.clients().change(NATIVE_APP, client -> {
            for (MobileSdk sdk : MobileSdk.values()) {
                client.withArray("redirectUris").add(sdk.callback(DOMAIN));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationLivesFromItsLoginToItsLogout(MobileSdk sdk) throws IOException {
        Browser browser = tenant.browser();
        Answer tokens = expect(200, post(sdk, "/oauth/token", sdk.exchange(logIn(sdk, browser), DOMAIN)));
        assertIsWhatTheSdkVerifies(tokens);

        Answer profile = userinfo(sdk, "Bearer " + tokens.accessToken());
        assertThat(profile.text("sub"))
                .isEqualTo(tokens.claims("id_token").path("sub").asText());

        Answer renewed = expect(200, post(sdk, "/oauth/token", sdk.refresh(tokens.refreshToken())));
        assertThat(renewed.text("access_token")).isNotEqualTo(tokens.accessToken());
        assertThat(renewed.claims("id_token").path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(renewed.has("refresh_token")).as("it keeps the one it has").isFalse();

        Answer revoked = expect(200, post(sdk, "/oauth/revoke", MobileSdk.revoke(tokens.refreshToken())));
        assertThat(revoked.body()).isEmpty();
        assertThat(post(sdk, "/oauth/token", sdk.refresh(tokens.refreshToken())).refusal())
                .isEqualTo(Answer.UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");

        Answer left = browser.visit(tenant.url("/v2/logout" + sdk.logout(DOMAIN)));
        assertThat(left.location()).hasToString(sdk.callback(DOMAIN));
        Answer silent = browser.authorize(sdk.authorize(DOMAIN, ORDERS).with("prompt", "none"));
        assertThat(silent.location().toString()).startsWith(sdk.callback(DOMAIN));
        assertThat(silent.redirectParameters()).containsEntry("error", "login_required");
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationWithAFormOfItsOwnLogsInByPassword(MobileSdk sdk) {
        Answer tokens = expect(200, post(sdk, "/oauth/token", sdk.password("alice", ORDERS)));

        assertThat(tokens.has("refresh_token")).isTrue();
        assertThat(post(sdk, "/oauth/token", sdk.password("alice", ORDERS).with("password", "wrong"))
                        .refusal())
                .isEqualTo("403 invalid_grant: Wrong email or password.");
    }

    @ParameterizedTest
    @EnumSource(names = {"SWIFT", "ANDROID"})
    void anApplicationMayBindItsTokensToTheKeyOfItsPhone(MobileSdk sdk) {
        DpopKey key = new DpopKey();
        Parameters login = sdk.authorize(DOMAIN, ORDERS).with("dpop_jkt", key.thumbprint());
        Browser browser = tenant.browser();
        String code = browser.login(browser.authorize(login), "alice")
                .redirectParameters()
                .get("code");

        assertThat(bound(sdk, new DpopKey(), sdk.exchange(code, DOMAIN)).status())
                .as("another key")
                .isEqualTo(400);
        code = browser.authorize(login).redirectParameters().get("code");
        Answer tokens = expect(200, bound(sdk, key, sdk.exchange(code, DOMAIN)));
        assertThat(tokens.text("token_type")).isEqualTo("DPoP");
        Answer renewed = expect(200, bound(sdk, key, sdk.refresh(tokens.refreshToken())));

        URI userinfo = URI.create(tenant.url("/userinfo"));
        Answer profile = Http.send(sdk.described(tenant.request("/userinfo"))
                .header("Authorization", "DPoP " + renewed.accessToken())
                .header("DPoP", key.proof(userinfo, renewed.accessToken()))
                .GET());
        assertThat(profile.status()).as(profile.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void anotherApplicationsSchemeGetsNothing(MobileSdk sdk) {
        String stranger = sdk.callback(DOMAIN).replace("com.example.shop", "com.example.evil");
        Browser browser = tenant.browser();
        logIn(sdk, browser);

        Answer login = browser.authorize(sdk.authorize(DOMAIN, ORDERS).with("redirect_uri", stranger));
        Answer logout = browser.visit(tenant.url(
                "/v2/logout" + sdk.logout(DOMAIN).replace(Http.encode(sdk.callback(DOMAIN)), Http.encode(stranger))));

        for (Answer refused : List.of(login, logout)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.headers()).doesNotContainKey("location");
        }
    }

    private String logIn(MobileSdk sdk, Browser browser) {
        Answer redirect = browser.login(browser.authorize(sdk.authorize(DOMAIN, ORDERS)), "alice");

        assertThat(redirect.location().toString()).startsWith(sdk.callback(DOMAIN) + "?");
        assertThat(redirect.redirectParameters()).containsEntry("state", "the-state");
        return redirect.redirectParameters().get("code");
    }

    /** The ID token by Auth0's claims and one of the published keys, the lifetime as a number. */
    private void assertIsWhatTheSdkVerifies(Answer tokens) throws IOException {
        JsonNode claims = tokens.claims("id_token");
        assertThat(claims.path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(claims.path("aud").asText()).isEqualTo(MobileSdk.CLIENT);
        assertThat(claims.path("nonce").asText()).isEqualTo("the-nonce");
        assertThat(claims.path("exp").isNumber() && claims.path("iat").isNumber())
                .isTrue();
        assertThat(tokens.json().path("expires_in").isNumber()).isTrue();
        assertThat(tokens.text("token_type")).isEqualTo("Bearer");
        assertThat(tokens.scope()).contains("offline_access", "read:orders");

        String header = tokens.text("id_token").split("\\.")[0];
        JsonNode named = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(header));
        assertThat(StreamSupport.stream(
                        tenant.get("/.well-known/jwks.json").json().path("keys").spliterator(), false))
                .filteredOn(key -> key.path("kid").equals(named.path("kid")))
                .singleElement()
                .satisfies(key -> assertThat(List.of(
                                key.path("kty").asText(),
                                key.path("alg").asText(),
                                key.path("use").asText()))
                        .containsExactly("RSA", "RS256", "sig"));
    }

    private Answer userinfo(MobileSdk sdk, String authorization) {
        return expect(
                200,
                Http.send(sdk.described(tenant.request("/userinfo"))
                        .header("Authorization", authorization)
                        .GET()));
    }

    private Answer post(MobileSdk sdk, String path, Parameters body) {
        return Http.send(sdk.posted(tenant.request(path), body));
    }

    private Answer bound(MobileSdk sdk, DpopKey key, Parameters body) {
        return Http.send(sdk.posted(tenant.request("/oauth/token"), body)
                .header("DPoP", key.proof(URI.create(tenant.url("/oauth/token")))));
    }
}
