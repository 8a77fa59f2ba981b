package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Somebody whose signed assertions a realm takes for logins (RFC 7523 section 2.1). */
public final class AssertionIssuer {

    private static final String ALIAS = "assertions";
    private static final String ISSUER = "https://issuer.example.com";

    private final DemoRealm realm;
    private final KeyPair keys;

    /** Makes the issuer an identity provider of the realm, for the user and the application. */
    public AssertionIssuer(DemoRealm realm, Application application, String user) {
        this.realm = realm;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
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
                                                Base64.getEncoder()
                                                        .encodeToString(
                                                                keys.getPublic().getEncoded())))));
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
        String header = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String claims = encode(Http.json(Map.of(
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
                        now + 60))
                .getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update((header + "." + claims).getBytes(StandardCharsets.US_ASCII));
            return header + "." + claims + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
