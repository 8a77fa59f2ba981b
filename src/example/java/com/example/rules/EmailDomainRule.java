package com.example.rules;

import io.refreshgrants.keycloak.rule.spi.RuleDeniedException;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;

/** Lets only users of one e-mail domain have tokens, and tells APIs which it is. */
final class EmailDomainRule implements RuleProvider {

    private final String domain;

    EmailDomainRule(String domain) {
        this.domain = domain;
    }

    @Override
    public void evaluate(TokenIssuance issuance) {
        String email = issuance.user().getEmail();
        if (email == null || !email.endsWith("@" + domain)) {
            throw new RuleDeniedException("Only users of " + domain + " may log in");
        }
        issuance.accessToken().set("https://example.com/domain", domain);
        issuance.idToken()
                .set("https://example.com/protocol", issuance.protocol().code());
    }
}
