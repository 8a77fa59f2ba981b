package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RuleTemplates.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RuleTemplates;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's rule templates that decide who may log in, or with which factor, do so. {@code docs/rule-templates.md} lists them. */
@KeycloakTest
@AloneOnServer
@EnabledIfSystemProperty(named = RuleTemplates.CHECKOUT, matches = ".+", disabledReason = RuleTemplates.NO_CHECKOUT)
class RuleTemplateGuardsIT {

    private static final String MFA = "403 mfa_required: Multifactor authentication required";
    private static final String PLACEHOLDER = "REPLACE_WITH_YOUR_CLIENT_ID";

    private final DemoRealm realm;

    @RegisterExtension
    private final RuleTemplates templates;

    RuleTemplateGuardsIT(DemoRealm realm) {
        this.realm = realm;
        this.templates = new RuleTemplates(realm);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email-verified                           | carol@example.com | true  | here   | 200",
                "email-verified | carol@example.com | false | here | 401 unauthorized: Please verify your email before logging in.",
                "simple-domain-whitelist                  | carol@example.org | true  | here   | 200",
                "simple-domain-whitelist                  | carol@example.net | true  | here   | 401 unauthorized: Access denied.",
                "simple-domain-whitelist                  | carol@example.org | false | here   | 401 unauthorized: Access denied.",
                "simple-user-whitelist                    | user1@example.com | true  | here   | 200",
                "simple-user-whitelist                    | carol@example.com | true  | here   | 401 unauthorized: Access denied.",
                "simple-whitelist-on-a-connection         | carol@example.com | true  | here   | 200",
                "simple-whitelist-on-a-connection         | user1@example.com | true  | fitbit | 200",
                "simple-whitelist-on-a-connection         | carol@example.com | true  | fitbit | 401 unauthorized: Access denied.",
                "simple-user-whitelist-for-app            | carol@example.com | true  | here   | 200",
                "simple-user-whitelist-for-app            | carol@example.com | false | here   | 401 unauthorized: Access denied.",
                "check-domains-against-connection-aliases | carol@example.com | true  | here   | 200",
                "disable-resource-owner                   | carol@example.com | true  | here   | 200",
                "ip-address-blocklist                     | carol@example.com | true  | here   | 200",
                "ip-address-allowlist | carol@example.com | true | here | 403 access_denied: Access denied from this IP address."
            })
    void aGuardLetsInWhomItShould(String template, String email, boolean verified, String connection, String outcome) {
        templates.connection(connection);
        templates.user("email", email);
        templates.user("emailVerified", verified);
        templates.rule(template);

        assertThat(templates.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"user2@example.com, 200", "carol@example.com, 401 unauthorized: Access denied."})
    void aGuardOfOneApplicationGuardsIt(String email, String outcome) {
        templates.user("email", email);
        templates.rule("simple-user-whitelist-for-app");
        templates.from("guarded", "NameOfTheAppWithWhiteList");

        assertThat(templates.outcome()).isEqualTo(outcome);
    }

    @Test
    void theWeekHasItsEnd() {
        templates.rule("access-on-weekdays-only-for-an-app");
        assertThat(templates.outcome()).isEqualTo(PASSED);

        templates.from("weekdays", "TheAppToCheckAccessTo");
        DayOfWeek before = LocalDate.now(ZoneOffset.UTC).getDayOfWeek();
        String outcome = templates.outcome();
        assumeTrue(before == LocalDate.now(ZoneOffset.UTC).getDayOfWeek(), "Midnight");

        boolean weekend = before == DayOfWeek.SATURDAY || before == DayOfWeek.SUNDAY;
        assertThat(outcome).isEqualTo(weekend ? "401 unauthorized: This app is available during the week" : PASSED);
    }

    @Test
    void groupsAreAppMetadataAtTheRoot() {
        templates.rule("active-directory-groups");
        assertThat(templates.outcome()).isEqualTo(PASSED);
        templates.attribute("app_metadata.groups", "group1");
        assertThat(templates.outcome()).isEqualTo(PASSED);
        templates.attribute("app_metadata.groups", "group2", "group1");
        assertThat(templates.outcome()).isEqualTo(PASSED);
        templates.attribute("app_metadata.groups", "group2");
        assertThat(templates.outcome()).isEqualTo("401 unauthorized: Access denied.");
    }

    @Test
    void anOldPasswordHasToBeChanged() {
        templates.rule("check-last-password-reset");
        assertThat(templates.outcome()).isEqualTo(PASSED);

        realm.clock().ahead(Duration.ofDays(-31));
        realm.users().replace("carol");
        realm.clock().ahead(Duration.ZERO);

        assertThat(templates.outcome()).isEqualTo("401 unauthorized: please change your password");
    }

    @Test
    void aSocialSignupIsRefusedAndStaysSo() {
        templates.rule("disable-social-signup");
        assertThat(templates.outcome()).as("another application").isEqualTo(PASSED);
        realm.users().replace("carol");
        templates.from(PLACEHOLDER, PLACEHOLDER);
        assertThat(templates.outcome()).as("no social connection").isEqualTo(PASSED);
        templates.attribute("app_metadata.is_signup", "json:true");
        assertThat(templates.outcome()).as("refused before").isEqualTo("403 access_denied: Signup disabled");

        realm.users().replace("carol");
        templates.connection("auth0"); // The template takes a connection for social that is called as its strategy.
        assertThat(templates.outcome()).isEqualTo("403 access_denied: Signup disabled");
        assertThat(templates.outcome()).isEqualTo("403 access_denied: Signup disabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guardian-multifactor", "mfa", "mfa-require-enrollment", "require-mfa-once-per-session"})
    void anotherFactorIsAskedFor(String template) {
        templates.rule(template);
        assertThat(templates.outcome()).isEqualTo(MFA);
    }

    @Test
    void anotherFactorIsForOneApplication() {
        templates.rule("duo-multifactor");
        assertThat(templates.outcome()).isEqualTo(PASSED);
        templates.from(PLACEHOLDER, PLACEHOLDER);
        assertThat(templates.outcome()).isEqualTo(MFA);
    }

    @ParameterizedTest
    @CsvSource({"admins, " + MFA, "others, 200"})
    void anotherFactorIsForAGroup(String group, String outcome) {
        templates.rule("guardian-multifactor-authorization-extension");
        templates.attribute("app_metadata.authorization", "{\"groups\":[\"" + group + "\"]}");
        assertThat(templates.outcome()).isEqualTo(outcome);
    }

    @Test
    void whoHasAnotherFactorNeedNotEnrol() {
        templates.rule("mfa-require-enrollment");
        realm.users().addWithSecurityKey("dave");
        assertThat(realm.token(WEB_APP.password("dave", ORDERS, "openid")).status())
                .isEqualTo(200);
    }

    @Test
    void anotherFactorIsWhatTheApplicationAsksFor() {
        templates.rule("guardian-multifactor-stepup-authentication");
        assertThat(RuleTemplates.outcome(templates.browserLogin())).isEqualTo(PASSED);
        assertThat(RuleTemplates.outcome(templates.browserLogin(
                        "acr_values", "http://schemas.openid.net/pape/policies/2007/06/multi-factor")))
                .isEqualTo(MFA);
    }

    @Test
    void aVoiceIsHeardOnAnotherPage() {
        templates.rule("eva-voice-biometric");
        assertThat(templates.outcome())
                .isEqualTo("403 interaction_required: A rule asks for a redirect, which a token request cannot do");
    }
}
