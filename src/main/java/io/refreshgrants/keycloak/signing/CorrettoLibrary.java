package io.refreshgrants.keycloak.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Amazon Corretto Crypto Provider: a jar of its own, for one operating system and processor, that may not be there. */
final class CorrettoLibrary {

    private static final String ALGORITHM = "SHA256withECDSA";

    private CorrettoLibrary() {}

    /**
     * The library, after a signature that Java has verified.
     *
     * @throws UnusableLibrary with the reason, when it is not there, cannot be loaded, or does not sign
     */
    static Provider load() throws UnusableLibrary {
        try {
            Provider library = Jar.library();
            prove(library);
            return library;
        } catch (NoClassDefFoundError e) {
            throw new UnusableLibrary("its jar is not among the providers", e);
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            throw new UnusableLibrary(rootOf(e).toString(), e);
        }
    }

    private static void prove(Provider library) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] data = pair.getPublic().getEncoded();
        Signature signer = Signature.getInstance(ALGORITHM, library);
        signer.initSign(pair.getPrivate());
        signer.update(data);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(ALGORITHM, "SunEC");
        verifier.initVerify(pair.getPublic());
        verifier.update(data);
        if (!verifier.verify(signature)) {
            throw new GeneralSecurityException("its signature is wrong");
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The only class that needs the jar: without it, the JVM refuses this class and no other. */
    private static final class Jar {

        static Provider library() {
            AmazonCorrettoCryptoProvider library = AmazonCorrettoCryptoProvider.INSTANCE;
            library.assertHealthy();
            return library;
        }
    }

    /** Why the library cannot be used. */
    static final class UnusableLibrary extends Exception {

        private static final long serialVersionUID = 1;

        UnusableLibrary(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
