package io.refreshgrants.keycloak.signing;

import io.refreshgrants.keycloak.settings.ConfigKey;
import io.refreshgrants.keycloak.settings.ServerOptions;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.ValueType;
import io.refreshgrants.keycloak.signing.CorrettoLibrary.UnusableLibrary;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Puts the signatures of a native library before Java's, if the server's options ask for it and the library works. */
public final class JcaSigningFactory implements SigningFactory, Signing, ServerInfoAwareProviderFactory {

    static final ConfigKey<Boolean> NATIVE = ConfigKey.of(
            "native",
            ValueType.flag(),
            "false",
            new Explanation(
                    "Native signing",
                    "Whether tokens are signed by Amazon Corretto Crypto Provider, whose jar is a second one in the"
                            + " folder of providers. Where it cannot be loaded the server says so and signs in Java."));

    /** The options of this provider. */
    public static final ServerOptions OPTIONS = new ServerOptions("refresh-grants-signing", "jca", List.of(NATIVE));

    private static final Logger LOG = Logger.getLogger(JcaSigningFactory.class);

    private static final int FIRST = 1;

    @Override
    public void init(Config.Scope config) {
        if (!OPTIONS.read(config, NATIVE)) {
            return;
        }
        if (Profile.isFeatureEnabled(Profile.Feature.FIPS)) {
            // Only providers that are certified may sign there, and Keycloak has chosen them.
            LOG.warn("Tokens are signed in Java: the feature fips is on.");
            return;
        }
        try {
            Provider signatures = new SignaturesOnly(CorrettoLibrary.load());
            Security.insertProviderAt(signatures, FIRST);
            LOG.infof("Tokens are signed natively: %s", signatures.getInfo());
        } catch (UnusableLibrary e) {
            LOG.warnf("Tokens are signed in Java: Amazon Corretto Crypto Provider cannot be used: %s", e.getMessage());
            LOG.debug("Amazon Corretto Crypto Provider cannot be used", e);
        }
    }

    @Override
    public Map<String, String> providers() {
        return CurrentSigners.byAlgorithm();
    }

    /** What the admin console shows among the server's providers. */
    @Override
    public Map<String, String> getOperationalInfo() {
        return providers();
    }

    @Override
    public Signing create(KeycloakSession session) {
        return this;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    /** The providers are the JVM's: one that stayed would outlive the class loader of its classes. */
    @Override
    public void close() {
        Security.removeProvider(SignaturesOnly.NAME);
    }

    @Override
    public String getId() {
        return OPTIONS.provider();
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return OPTIONS.properties();
    }
}
