package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Somebody whose signed assertions a realm takes for logins (RFC 7523 section 2.1). */
public final class AssertionIssuer {

    private static final String ALIAS = "assertions";
    private static final String ISSUER = "https://issuer.example.com";

    private final DemoRealm realm;
    private final SigningKey key = new SigningKey();

    /** Makes the issuer an identity provider of the realm, for the user and the application. */
    public AssertionIssuer(DemoRealm realm, Application application, String user) {
        this.realm = realm;
        String path = "/" + realm.name() + "/identity-provider/instances";
        realm.admin().delete(path + "/" + ALIAS);
        expect(
                201,
                realm.admin()
                        .post(
                                path,
                                Map.of(
                                        "alias",
                                        ALIAS,
                                        "providerId",
                                        "jwt-authorization-grant",
                                        "enabled",
                                        true,
                                        "config",
                                        Map.of(
                                                "issuer",
                                                ISSUER,
                                                "useJwksUrl",
                                                "false",
                                                "jwtAuthorizationGrantEnabled",
                                                "true",
                                                "publicKeySignatureVerifier",
                                                key.publicKey()))));
        expect(
                204,
                realm.admin()
                        .post(
                                realm.users().path(user) + "/federated-identity/" + ALIAS,
                                Map.of("identityProvider", ALIAS, "userId", user, "userName", user)));
        realm.clients()
                .change(
                        application,
                        client -> ((ObjectNode) client.get("attributes"))
                                .put("oauth2.jwt.authorization.grant.enabled", "true")
                                .put("oauth2.jwt.authorization.grant.idp", ALIAS));
    }

    /** An assertion about a user, good for a minute. */
    public String assertion(String user) {
        long now = Instant.now().getEpochSecond();
        return key.jwt(Map.of(
                "iss",
                ISSUER,
                "sub",
                user,
                "aud",
                realm.url(),
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                now,
                "exp",
                now + 60));
    }
}
