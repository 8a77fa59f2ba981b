package io.refreshgrants.keycloak.rule.spi;

import org.keycloak.provider.Provider;

/**
 * A rule of one realm. It runs once for each issuance of tokens to a user: at the code exchange or password grant of a
 * login, in the implicit flow, and at each refresh. It does not run for client credentials or token exchange.
 *
 * @since 26.0
 */
public interface RuleProvider extends Provider {

    /**
     * Evaluates an issuance before anything of it is written: lets it pass, changes it, or refuses it.
     *
     * @param issuance the issuance as earlier rules have left it
     * @throws RuleDeniedException to refuse. Any other exception also refuses, as a failure of the rule. After a
     *     refused refresh, the refresh token can still be used
     */
    void evaluate(TokenIssuance issuance);

    @Override
    default void close() {}
}
