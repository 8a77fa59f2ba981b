package io.refreshgrants.keycloak.signing;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Objects;

/**
 * A JCA provider with the signatures of a library and nothing else of it, so that the first place among the providers changes
 * neither the server's random numbers nor its hashing, encryption, or key stores. A key that the library cannot use, such as
 * one of a hardware module, goes to the provider that is next.
 */
final class SignaturesOnly extends Provider {

    static final String NAME = "RefreshGrantsSignatures";

    /** Those of the tokens that Keycloak signs. */
    static final List<String> ALGORITHMS = List.of(
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "Ed25519");

    private static final long serialVersionUID = 1;

    SignaturesOnly(Provider library) {
        super(NAME, library.getVersionStr(), "Signatures of " + library.getInfo());
        for (String algorithm : ALGORITHMS) {
            Service service = Objects.requireNonNull(library.getService("Signature", algorithm), algorithm);
            putService(new Borrowed(this, service));
        }
    }

    private static final class Borrowed extends Service {

        private final Service lender;

        Borrowed(Provider provider, Service lender) {
            super(provider, lender.getType(), lender.getAlgorithm(), lender.getClassName(), null, null);
            this.lender = lender;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return lender.newInstance(parameter);
        }

        @Override
        public boolean supportsParameter(Object key) {
            return lender.supportsParameter(key);
        }
    }
}
