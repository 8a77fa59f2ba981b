package io.refreshgrants.keycloak.signing;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.util.Map;
import java.util.TreeMap;

/** Which JCA provider is the first to be asked for a signature: read from the JVM each time, so that it is what is so. */
final class CurrentSigners {

    /** By the name that tokens have for it. */
    private static final Map<String, String> ALGORITHMS =
            new TreeMap<>(Map.of("RS256", "SHA256withRSA", "ES256", "SHA256withECDSA", "EdDSA", "Ed25519"));

    private CurrentSigners() {}

    /** By algorithm of a token: the name of the provider and its version, or what stands behind it. */
    static Map<String, String> byAlgorithm() {
        Map<String, String> signers = new TreeMap<>();
        ALGORITHMS.forEach((algorithm, name) -> signers.put(algorithm, signer(name)));
        return signers;
    }

    private static String signer(String algorithm) {
        try {
            Provider provider = Signature.getInstance(algorithm).getProvider();
            return provider instanceof SignaturesOnly
                    ? provider.getInfo()
                    : provider.getName() + " " + provider.getVersionStr();
        } catch (NoSuchAlgorithmException e) {
            return "none";
        }
    }
}
