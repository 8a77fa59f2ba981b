package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.DpopKey;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Userinfo for an access token that has the tenant's issuer and is bound to a DPoP key (RFC 9449 section 7). */
@KeycloakTest
class BoundTenantTokenIT {

    private final DemoRealm realm;
    private final TenantSite tenant;
    private final DpopKey key = new DpopKey();

    BoundTenantTokenIT(DemoRealm realm) {
        this.realm = realm;
        this.tenant = TenantSite.claimedBy(realm, "bound-tenant-token.example.com");
    }

    @Test
    void userinfoTakesItWithAProofAtEitherAddress() {
        String token = boundToken();
        URI below = realm.uri("/protocol/openid-connect/userinfo");

        assertThat(Answer.claimsOf(token).path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(atTheRoot(token, key.proof(address(), token)).status()).isEqualTo(200);
        assertThat(Http.send(sent(HttpRequest.newBuilder(below), token, key.proof(below, token)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void soDoesAClientThatMustBindItsTokens() {
        realm.clients()
                .change(NATIVE_APP, client -> client.withObject("attributes").put("dpop.bound.access.tokens", "true"));
        try {
            String token = boundToken();

            assertThat(atTheRoot(token, key.proof(address(), token)).status()).isEqualTo(200);
        } finally {
            realm.clients()
                    .change(
                            NATIVE_APP,
                            client -> client.withObject("attributes").put("dpop.bound.access.tokens", "false"));
        }
    }

    @Test
    void withoutTheKeyItIsRefused() {
        String token = boundToken();

        assertRefused(
                atTheRoot(token, new DpopKey().proof(address(), token)), "DPoP confirmation doesn't match DPoP proof");
    }

    @Test
    void aProofForSomethingElseIsRefused() {
        String token = boundToken();

        assertRefused(atTheRoot(token, key.proof(address(), boundToken())), "DPoP proof access token hash mismatch");
        assertRefused(atTheRoot(token, key.proof(realm.uri("/userinfo"), token)), "DPoP HTTP URL mismatch");
        assertRefused(atTheRoot(token, key.proof(address())), "DPoP HTTP method mismatch");
    }

    @Test
    void aProofIsUsedOnce() {
        String token = boundToken();
        String proof = key.proof(address(), token);
        expect(200, atTheRoot(token, proof));

        assertRefused(atTheRoot(token, proof), "DPoP proof has already been used");
    }

    @Test
    void withoutAProofItIsRefused() {
        String token = boundToken();

        assertRefused(
                Http.send(tenant.request("/userinfo")
                        .header("Authorization", "DPoP " + token)
                        .GET()),
                "DPoP proof is missing");
        assertRefused(
                Http.send(tenant.request("/userinfo")
                        .header("Authorization", "Bearer " + token)
                        .GET()),
                "The access token type is DPoP but Authorization Header is not DPoP");
    }

    private void assertRefused(Answer answer, String reason) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("error")).isEqualTo("invalid_token");
        assertThat(realm.events().reason("USER_INFO_REQUEST_ERROR")).isEqualTo(reason);
    }

    private Answer atTheRoot(String token, String proof) {
        return Http.send(sent(tenant.request("/userinfo"), token, proof));
    }

    private static HttpRequest.Builder sent(HttpRequest.Builder request, String token, String proof) {
        return request.header("Authorization", "DPoP " + token)
                .header("DPoP", proof)
                .GET();
    }

    private URI address() {
        return URI.create(tenant.url("/userinfo"));
    }

    private String boundToken() {
        HttpRequest.Builder request = tenant.request("/oauth/token")
                .header("Content-Type", Http.FORM)
                .header("DPoP", key.proof(URI.create(tenant.url("/oauth/token"))))
                .POST(HttpRequest.BodyPublishers.ofString(
                        Http.form(NATIVE_APP.password("alice", ORDERS, "openid read:orders"))));
        return expect(200, Http.send(request)).text("access_token");
    }
}
