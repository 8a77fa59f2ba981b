package io.refreshgrants.keycloak.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;

/** Tries scripts that are not installed in a realm. */
public interface ScriptTrials {

    /** The trials of the installed script engine. */
    static ScriptTrials of(KeycloakSession session) {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(RuleProvider.class)
                .filter(ScriptTrials.class::isInstance)
                .map(ScriptTrials.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Scripts are switched off on this server"));
    }

    /**
     * Tries a script on an issuance. The script changes the issuance, but nothing is saved.
     *
     * @param kind {@code rule} or {@code action}
     * @param source the JavaScript; null is refused
     * @param log receives what the script writes to its console
     * @return the metadata changes that the script requests
     * @throws IllegalArgumentException when the script cannot be loaded, naming the position of the error
     * @throws RuleRefusedException when the script refuses or fails
     */
    JsonNode tryOut(KeycloakSession session, String kind, String source, TokenIssuance issuance, Consumer<String> log);
}
