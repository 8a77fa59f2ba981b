package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The applications that a rule is for. */
@KeycloakTest
class RuleClientsIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleClientsIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @Test
    void aRuleCanBeForSomeApplicationsOnly() {
        rules.add(
                "deny",
                "script",
                Map.of(
                        "script",
                        "function (user, context, callback) { callback(new Error('no')); }",
                        "clients",
                        List.of("other-app", "spa")));

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(200);
        assertThat(realm.token(OTHER_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(403);
    }

    @Test
    void aRuleForSomeApplicationsStaysWithThemUnderAnotherName() {
        Map<String, Object> config = Map.of(
                "script",
                "function (user, context, callback) { callback(new Error('no')); }",
                "clients",
                List.of("gone", "other-app"));
        rules.add("deny", "script", config);
        String renamed = realm.clients().path(OTHER_APP);
        Application another = new Application("renamed-app", OTHER_APP.secret());
        realm.admin().change(renamed, client -> client.put("clientId", "renamed-app"));
        try {
            assertThat(realm.token(another.password("carol", ORDERS, "openid")).status())
                    .isEqualTo(403);
            assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                    .isEqualTo(200);
        } finally {
            realm.admin().change(renamed, client -> client.put("clientId", "other-app"));
        }
        assertThat(realm.token(OTHER_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(403);
    }

    @Test
    void aRuleOfAClientThatIsGoneIsForNobodyElse() {
        expect(201, realm.admin().post("/" + realm.name() + "/clients", Map.of("clientId", "short-lived")));
        Application shortLived = new Application("short-lived", null);
        rules.add(
                "deny",
                "script",
                Map.of(
                        "script",
                        "function (user, context, callback) { callback(new Error('no')); }",
                        "clients",
                        List.of("short-lived")));

        expect(204, realm.admin().delete(realm.clients().path(shortLived)));

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(200);
    }

    @Test
    void aRuleCanNameAnApplicationByItsInternalId() {
        rules.add(
                "deny",
                "script",
                Map.of(
                        "script",
                        "function (user, context, callback) { callback(new Error('no')); }",
                        "clients",
                        List.of(realm.clients().id(OTHER_APP))));

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(200);
        assertThat(realm.token(OTHER_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(403);
    }
}
