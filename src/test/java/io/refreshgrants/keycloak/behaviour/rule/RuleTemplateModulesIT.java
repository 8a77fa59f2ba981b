package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RuleTemplates.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RuleTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Auth0's rule templates that need what is not here pass while they need it not, and otherwise say what it is. */
@KeycloakTest
@EnabledIfSystemProperty(named = RuleTemplates.CHECKOUT, matches = ".+", disabledReason = RuleTemplates.NO_CHECKOUT)
class RuleTemplateModulesIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RuleTemplates templates;

    RuleTemplateModulesIT(DemoRealm realm) {
        this.realm = realm;
        this.templates = new RuleTemplates(realm);
    }

    // --- what is not there
    // ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "saml-configuration     | 200",
                "saml-attribute-mapping | 403 access_denied: cannot set property 'mappings' of undefined",
                "adaptive-mfa           | 403 access_denied: cannot read property 'assessments' of undefined"
            })
    void samlAndRiskAreNotThere(String template, String outcome) {
        templates.rule(template);
        assertThat(templates.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arengu-policy-acceptance          |                                | @auth0/rule-utilities@0.2.0",
                "arengu-progressive-profiling      |                                | @auth0/rule-utilities@0.2.0",
                "caisson-id-check                  |                                | @auth0/rule-utilities@0.1.0",
                "creates-lead-salesforce           | app_metadata.recordedAsLead    | request",
                "get-fullcontact-profile           |                                | request",
                "iddataweb-verification-workflow   |                                | @auth0/rule-utilities@0.1.0",
                "mailgun                           | app_metadata.signedUp          | request",
                "onfido-idv                        |                                | @auth0/rule-utilities@0.1.0",
                "scaled-access-relationships-claim |                                | node-fetch",
                "seczetta-get-risk-score           |                                | axios@0.21.1",
                "send-events-keenio                | logins_count                   | request",
                "sendgrid                          | app_metadata.signedUp          | request",
                "slack                             | logins_count                   | slack-notify",
                "socure-fraudscore                 | app_metadata.socure_fraudscore | request",
                "vouched-verification              |                                | axios",
                "yoonik-face                       |                                | @auth0/rule-utilities@0.2.0",
                "zapier-new-user                   | logins_count                   | request"
            })
    void aTemplatePassesUntilItCallsAService(String template, String attribute, String module) {
        templates.rule(template);
        if (attribute != null) {
            templates.attribute(attribute, "1");
        }
        assertThat(templates.outcome()).as("nothing to do").isEqualTo(PASSED);

        realm.users().replace("carol");
        templates.configuration(templates.everyValue(template), "here");
        assertThat(templates.outcome())
                .startsWith("403 access_denied: Cannot find module '" + module + "': rules have ");
    }

    @Test
    void slackIsNotTroubledByARefresh() {
        String token = expect(200, templates.login()).refreshToken();
        templates.configuration(templates.everyValue("slack"), "here");
        templates.rule("slack");
        assertThat(RuleTemplates.outcome(realm.token(WEB_APP.refresh(token)))).isEqualTo(PASSED);
    }

    @Test
    void aTemplateThatTakesAMissingModuleForAServiceThatIsDownPasses() {
        realm.clients().setAttribute(WEB_APP, "client_metadata.userApp", "true");
        templates.rule("alt-risk-score");
        assertThat(templates.idToken("https://travel0.net/risk").isMissingNode())
                .isTrue();
    }

    @Test
    void aTemplateForAnotherSourceOfUsersPasses() {
        templates.rule("get-twitter-email");
        templates.rule("linkedin-original-picture");
        templates.rule("migrate-root-attributes");
        assertThat(templates.outcome()).isEqualTo(PASSED);

        templates.connection("linkedin");
        assertThat(templates.outcome()).startsWith("403 access_denied: Cannot find module 'request'");
        templates.removeAll();
        templates.rule("migrate-root-attributes");
        templates.attribute("nickname", "caz");
        assertThat(templates.outcome()).startsWith("403 access_denied: Cannot find module 'auth0@2.9.1'");
    }

    @ParameterizedTest
    @CsvSource({
        "add-roles-from-sqlserver, tedious",
        "appery, request",
        "aspnet-webapi, request",
        "create-new-contact-add-to-contact-list-hubspot, request",
        "dropbox-whitelist, request",
        "fraud-prevention-with-minfraud, request",
        "get-towerdata-profile, request",
        "guardian-multifactor-ip-range, ipaddr.js",
        "incognia-authentication, @incognia/api@1.1.1",
        "incognia-onboarding, @incognia/api@1.1.1",
        "intercom-user, request",
        "mandrill, request",
        "mixpanel-track-event, request",
        "mongodb, mongodb@3.1.4",
        "mylife-digital-progressive-consent, axios@0.21.1",
        "netlify-role-management, auth0@2.30.0",
        "onetrust-consent-management, axios@0.21.1",
        "parse, request",
        "requestbin, request",
        "send-events-segmentio, request",
        "shopify-lead-from-login, node-fetch@2.6.0",
        "soap-webservice, request",
        "splunk-HEC-track-event, request",
        "test-require, auth0",
        "update-firebase-user, request",
        "verify-user-email-with-password-reset, request",
        "zapier-new-login, request"
    })
    void aTemplateThatCallsAServiceIsRefusedByName(String template, String module) {
        templates.rule(template);
        assertThat(templates.outcome())
                .startsWith("403 access_denied: Cannot find module '" + module + "': rules have ");
    }

    @Test
    void theDocumentationNamesEveryTemplate() throws IOException {
        try (Stream<Path> files = Files.list(RuleTemplates.folder())) {
            List<String> rows = files.map(
                            file -> "| `" + file.getFileName().toString().replace(".js", "") + "` |")
                    .toList();
            assertThat(Files.readString(Path.of("docs", "rule-templates.md"))).contains(rows);
        }
    }
}
