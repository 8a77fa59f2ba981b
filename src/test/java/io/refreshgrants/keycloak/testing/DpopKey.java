package io.refreshgrants.keycloak.testing;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The key of an application that binds its tokens (RFC 9449). */
public final class DpopKey {

    private final KeyPair pair;

    public DpopKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** POSTs a form with a proof made for it. */
    public Answer post(URI uri, Map<String, ?> form) {
        return post(uri, form, proof(uri));
    }

    /** POSTs a form with this proof. */
    public static Answer post(URI uri, Map<String, ?> form, String proof) {
        HttpRequest.Builder request = Http.post(uri, Http.FORM, Http.form(form)).header("DPoP", proof);
        return Http.send(request);
    }

    /** A proof for a POST to an address. */
    public String proof(URI uri) {
        return proof("POST", uri, Map.of());
    }

    /** A proof for a GET with an access token (RFC 9449 section 7). */
    public String proof(URI uri, String accessToken) {
        return proof("GET", uri, Map.of("ath", encode(sha256(accessToken))));
    }

    private String proof(String method, URI uri, Map<String, String> more) {
        String header = Http.json(Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", jwk()));
        Map<String, Object> claims = new HashMap<>(more);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", uri.toString());
        claims.put("iat", Instant.now().getEpochSecond());
        String payload = Http.json(claims);
        String signed = encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encode(payload.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(signature(signed));
    }

    /** The key's thumbprint (RFC 7638), by which a login names it. */
    public String thumbprint() {
        return encode(sha256(Http.json(jwk())));
    }

    /** Its members are in the order of their names, as a thumbprint wants them. */
    private Map<String, String> jwk() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return new TreeMap<>(Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "x",
                coordinate(key.getW().getAffineX()),
                "y",
                coordinate(key.getW().getAffineY())));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] signature(String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(bytes.length, coordinate.length);
        System.arraycopy(bytes, bytes.length - length, coordinate, coordinate.length - length, length);
        return encode(coordinate);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
