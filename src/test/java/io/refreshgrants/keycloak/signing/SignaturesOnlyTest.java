package io.refreshgrants.keycloak.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureSpi;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignaturesOnlyTest {

    private static final byte[] DATA = "eyJhbGciOiJFUzI1NiJ9.e30".getBytes(StandardCharsets.US_ASCII);

    private Provider signatures;

    static List<String> algorithms() {
        return SignaturesOnly.ALGORITHMS;
    }

    @BeforeEach
    void load() throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "The library is for Linux on x86-64.");
        signatures = new SignaturesOnly(CorrettoLibrary.load());
    }

    @AfterEach
    void remove() {
        Security.removeProvider(SignaturesOnly.NAME);
        Security.removeProvider(Module.NAME);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void javaVerifiesWhatTheLibrarySigns(String algorithm) throws GeneralSecurityException {
        KeyPair pair = pair(algorithm);

        byte[] signature = sign(Signature.getInstance(algorithm, signatures), pair.getPrivate());

        assertThat(verify(Signature.getInstance(algorithm, javas(algorithm)), pair.getPublic(), signature))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void theLibraryVerifiesWhatJavaSigns(String algorithm) throws GeneralSecurityException {
        KeyPair pair = pair(algorithm);

        byte[] signature = sign(Signature.getInstance(algorithm, javas(algorithm)), pair.getPrivate());

        Signature verifier = Signature.getInstance(algorithm, signatures);
        assertThat(verify(verifier, pair.getPublic(), signature)).isTrue();
        assertThat(verify(verifier, pair(algorithm).getPublic(), signature)).isFalse();
    }

    @Test
    void itHasSignaturesAndNothingElse() {
        assertThat(signatures.getServices())
                .hasSize(SignaturesOnly.ALGORITHMS.size())
                .allSatisfy(service -> assertThat(service.getType()).isEqualTo("Signature"));
    }

    @Test
    void inTheFirstPlaceItSigns() throws GeneralSecurityException {
        Security.insertProviderAt(signatures, 1);

        assertThat(CurrentSigners.byAlgorithm().values())
                .hasSize(3)
                .allMatch(signer -> signer.startsWith("Signatures of AmazonCorrettoCryptoProvider 2.5.0"));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        sign(signer, pair("SHA256withECDSA").getPrivate());
        assertThat(signer.getProvider()).isSameAs(signatures);
    }

    @Test
    void aKeyThatNeverLeavesItsModuleIsSignedWithThere() throws GeneralSecurityException {
        Security.insertProviderAt(signatures, 1);
        Security.addProvider(new Module());

        Signature signer = Signature.getInstance("SHA256withECDSA");

        assertThat(sign(signer, new KeyInModule())).isEqualTo(DATA);
        assertThat(signer.getProvider().getName()).isEqualTo(Module.NAME);
    }

    private static String javas(String algorithm) {
        return algorithm.endsWith("RSA") ? "SunRsaSign" : "SunEC";
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        if (algorithm.equals("Ed25519")) {
            return KeyPairGenerator.getInstance(algorithm, "SunEC").generateKeyPair();
        }
        boolean rsa = algorithm.endsWith("RSA");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
        generator.initialize(rsa ? 2048 : curve(algorithm));
        return generator.generateKeyPair();
    }

    /** As RFC 7518 joins them. */
    private static int curve(String algorithm) {
        return switch (algorithm) {
            case "SHA384withECDSA" -> 384;
            case "SHA512withECDSA" -> 521;
            default -> 256;
        };
    }

    private static byte[] sign(Signature signer, PrivateKey key) throws GeneralSecurityException {
        signer.initSign(key);
        signer.update(DATA);
        return signer.sign();
    }

    private static boolean verify(Signature verifier, PublicKey key, byte[] signature) throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(DATA);
        return verifier.verify(signature);
    }

    /** A key of a hardware module: nobody else can read it. */
    private static final class KeyInModule implements PrivateKey {

        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private static final class Module extends Provider {

        static final String NAME = "Module";

        private static final long serialVersionUID = 1;

        Module() {
            super(NAME, "1", "Signs with keys that it alone knows");
            put("Signature.SHA256withECDSA", InModule.class.getName());
        }
    }

    /** Answers with the data itself. */
    public static final class InModule extends SignatureSpi {

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            throw new InvalidKeyException();
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof KeyInModule)) {
                throw new InvalidKeyException();
            }
        }

        @Override
        protected void engineUpdate(byte data) {}

        @Override
        protected void engineUpdate(byte[] data, int offset, int length) {}

        @Override
        protected byte[] engineSign() {
            return DATA;
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {}

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException(name);
        }
    }
}
