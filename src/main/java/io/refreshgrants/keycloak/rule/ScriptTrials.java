package io.refreshgrants.keycloak.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;

/** Tries scripts that no realm has. */
public interface ScriptTrials {

    /** Those of the script engine that is installed. */
    static ScriptTrials of(KeycloakSession session) {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(RuleProvider.class)
                .filter(ScriptTrials.class::isInstance)
                .map(ScriptTrials.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Scripts are switched off on this server"));
    }

    /**
     * Tries a script on an issuance, which is changed as the script wants it; nothing is saved.
     *
     * @param kind {@code rule} or {@code action}
     * @param source the JavaScript, or null, which is refused
     * @param log takes what the script writes to its console
     * @return the changes of metadata that it asks for
     * @throws IllegalArgumentException when it cannot be loaded, saying where it is wrong
     * @throws RuleRefusedException when it refuses or fails
     */
    JsonNode tryOut(KeycloakSession session, String kind, String source, TokenIssuance issuance, Consumer<String> log);
}
