package io.refreshgrants.keycloak.adapter.introspect;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.ECDSASignatureSignerContext;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.jose.jwk.JWKBuilder;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.util.JWKSUtils;

/**
 * Proves copies of DPoP-bound tokens to Keycloak. A proof has a hash of the token as it was sent (RFC 9449 section 4.2), so that
 * the application's own cannot stand beside a copy. The key is made when it is first needed and stored nowhere: neither its
 * proofs nor the copies leave the server.
 */
final class RelayedProof {

    private final KeyPair pair = pair();
    private final JWK key = JWKBuilder.create().algorithm(Algorithm.ES256).ec(pair.getPublic());

    private RelayedProof() {}

    private static final class Holder {

        private static final RelayedProof INSTANCE = new RelayedProof();
    }

    static RelayedProof ofThisServer() {
        return Holder.INSTANCE;
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a copy is bound to (RFC 7638). */
    String thumbprint() {
        return JWKSUtils.computeThumbprint(key);
    }

    /** The proof for a copy in a request of this method to this address. */
    String of(String method, URI address, String copy) {
        DPoP proof = new DPoP();
        proof.id(UUID.randomUUID().toString());
        proof.iat(Time.currentTimeSeconds());
        proof.setHttpMethod(method);
        proof.setHttpUri(address.toString());
        proof.setAccessTokenHash(HashUtils.accessTokenHash(Algorithm.ES256, copy, true));
        return new JWSBuilder()
                .type(OAuth2Constants.DPOP_JWT_HEADER_TYPE)
                .jwk(key)
                .jsonContent(proof)
                .sign(new ECDSASignatureSignerContext(signing()));
    }

    private KeyWrapper signing() {
        KeyWrapper signing = new KeyWrapper();
        signing.setKid(key.getKeyId());
        signing.setAlgorithm(Algorithm.ES256);
        signing.setPrivateKey(pair.getPrivate());
        return signing;
    }
}
