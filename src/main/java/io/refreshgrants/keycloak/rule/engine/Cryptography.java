package io.refreshgrants.keycloak.rule.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Host functions for digests and randomness, which the sandbox lacks or would compute slowly. */
public final class Cryptography {

    private static final Map<String, String> DIGESTS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");
    private static final Map<String, String> MACS = Map.of(
            "md5",
            "HmacMD5",
            "sha1",
            "HmacSHA1",
            "sha256",
            "HmacSHA256",
            "sha384",
            "HmacSHA384",
            "sha512",
            "HmacSHA512");
    private static final int MAX_RANDOM_BYTES = 65_536;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Cryptography() {}

    public static String call(HostCall call, String argument) {
        try {
            return switch (call) {
                case SEED -> Json.write(RANDOM.ints(4).toArray()); // Seeds each run's generator.
                case HASH -> hash(Json.ofScript(argument));
                case HMAC -> hmac(Json.ofScript(argument));
                case RANDOM -> random(Integer.parseInt(argument));
                default -> throw ScriptException.outOfStep();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(JsonNode input) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(named(DIGESTS, input));
        return encode(digest.digest(decode(input, "data")));
    }

    private static String hmac(JsonNode input) throws GeneralSecurityException {
        String algorithm = named(MACS, input);
        byte[] key = decode(input, "key");
        Mac mac = Mac.getInstance(algorithm);
        // Java refuses an empty key. A zero byte is the same key, because RFC 2104 pads keys with zeros.
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
        return encode(mac.doFinal(decode(input, "data")));
    }

    private static String random(int count) {
        byte[] bytes = new byte[Math.max(0, Math.min(count, MAX_RANDOM_BYTES))];
        RANDOM.nextBytes(bytes);
        return encode(bytes);
    }

    private static String named(Map<String, String> algorithms, JsonNode input) {
        String algorithm = algorithms.get(input.path("algorithm").asText());
        if (algorithm == null) {
            throw new IllegalArgumentException("No such algorithm");
        }
        return algorithm;
    }

    private static byte[] decode(JsonNode input, String field) {
        return Base64.getDecoder().decode(input.path(field).asText());
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
