package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule sees of the user and the realm. */
@KeycloakTest
class RuleContextIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleContextIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user.email                                    | carol@example.com",
                "user.email_verified                           | true",
                "user.name                                     | Test User",
                "user.given_name + user.family_name            | TestUser",
                "user.username + user.nickname                 | carolcarol",
                "typeof user.app_metadata                      | undefined",
                "typeof user.user_metadata                     | undefined",
                "user.identities[0].user_id === user.user_id   | true",
                "!isNaN(new Date(user.created_at))             | true",
                "!isNaN(new Date(user.last_password_reset))    | true",
                "context.clientID                              | web-app",
                "context.connection                            | Username-Password-Authentication",
                "context.connectionStrategy                    | auth0",
                "context.protocol                              | oauth2-refresh-token",
                "typeof context.authentication                 | undefined",
                "typeof context.redirect                       | undefined",
                "typeof context.organization                   | undefined",
                "context.stats.loginsCount                     | 1",
                "context.request.body.grant_type               | refresh_token",
                "Object.keys(context.request.body).sort().join() | audience,client_id,grant_type",
                "context.request.body.audience                 | https://api.example.com/orders",
                "context.request.ip.length > 0                 | true",
                "typeof context.request.geoip                  | undefined",
                "typeof configuration.MISSING                  | undefined",
                "context.authorization.roles.includes('offline_access') | true",
                "auth0.domain                                  | localhost"
            })
    void theContractOfAuth0IsFilledFromKeycloak(String expression, String expected) {
        assertThat(carol.seen(expression).asText()).isEqualTo(expected);
    }

    @Test
    void nothingOfTheRequestIsSecret() {
        rules.rule("look", 1, "context.idToken.seen = JSON.stringify([user, context]); " + PASS);
        String token = realm.refreshToken(WEB_APP, "carol");

        String seen = realm.token(WEB_APP.refresh(token))
                .claims("id_token")
                .path("seen")
                .asText();

        assertThat(seen).contains("carol@example.com").doesNotContain(token).doesNotContain("web-app-secret");
    }

    @Test
    void modulesAreTheBuiltInOnesOnly() {
        rules.rule("needs", 1, "require('request').get('https://x.example'); " + PASS);

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).text("error_description"))
                .startsWith("Cannot find module 'request': rules have ")
                .contains("crypto", "url");
    }

    @Test
    void aUserWithASecondFactorHasMultifactor() {
        rules.rule("factors", 1, "context.idToken.factors = user.multifactor || 'none'; " + PASS);
        assertThat(carol.refresh(carol.login())
                        .claims("id_token")
                        .path("factors")
                        .asText())
                .isEqualTo("none");

        realm.users().addWithSecurityKey("dave");

        assertThat(carol.refresh(realm.refreshToken(WEB_APP, "dave"))
                        .claims("id_token")
                        .path("factors")
                        .toString())
                .isEqualTo("[\"guardian\"]");
    }
}
