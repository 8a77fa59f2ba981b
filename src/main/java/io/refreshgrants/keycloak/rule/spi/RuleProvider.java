package io.refreshgrants.keycloak.rule.spi;

import org.keycloak.provider.Provider;

/**
 * A rule of one realm. It runs once for each issuance of tokens to a user: on a login's code exchange or password grant, in
 * the implicit flow, and on each refresh exchange. It does not run for client credentials and token exchange.
 *
 * @since 26.0
 */
public interface RuleProvider extends Provider {

    /**
     * Looks at an issuance before anything of it is written down, and lets it pass, changes it, or refuses.
     *
     * @param issuance what is about to be issued, as earlier rules have left it
     * @throws RuleDeniedException to refuse. Any other exception refuses, too, as a failure of the rule. A refused refresh
     *     leaves the refresh token as good as it was
     */
    void evaluate(TokenIssuance issuance);

    @Override
    default void close() {}
}
