package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RuleTemplates.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RuleTemplates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's rule templates that need nothing but Keycloak do what they are meant to. {@code docs/rule-templates.md} lists them. */
@KeycloakTest
@EnabledIfSystemProperty(named = RuleTemplates.CHECKOUT, matches = ".+", disabledReason = RuleTemplates.NO_CHECKOUT)
class RuleTemplatesIT {

    private static final String MFA = "403 mfa_required: Multifactor authentication required";
    private static final String PLACEHOLDER = "REPLACE_WITH_YOUR_CLIENT_ID";

    private final DemoRealm realm;
    private final RuleTemplates templates;

    RuleTemplatesIT(DemoRealm realm) {
        this.realm = realm;
        this.templates = new RuleTemplates(realm);
    }

    @BeforeEach
    void newUser() {
        templates.begin();
    }

    @AfterEach
    void noRules() {
        templates.removeAll();
    }

    // --- who may log in
    // -------------------------------------------------------------------------------------------------

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

        realm.clockAhead(Duration.ofDays(-31));
        realm.replaceUser("carol");
        realm.clockAhead(Duration.ZERO);

        assertThat(templates.outcome()).isEqualTo("401 unauthorized: please change your password");
    }

    @Test
    void aSocialSignupIsRefusedAndStaysSo() {
        templates.rule("disable-social-signup");
        assertThat(templates.outcome()).as("another application").isEqualTo(PASSED);
        realm.replaceUser("carol");
        templates.from(PLACEHOLDER, PLACEHOLDER);
        assertThat(templates.outcome()).as("no social connection").isEqualTo(PASSED);
        templates.attribute("app_metadata.is_signup", "json:true");
        assertThat(templates.outcome()).as("refused before").isEqualTo("403 access_denied: Signup disabled");

        realm.replaceUser("carol");
        templates.connection("auth0"); // The template takes a connection for social that is called as its strategy.
        assertThat(templates.outcome()).isEqualTo("403 access_denied: Signup disabled");
        assertThat(templates.outcome()).isEqualTo("403 access_denied: Signup disabled");
    }

    // --- claims
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void aConnectionDecidesOnAClaim() {
        templates.rule("add-attributes");
        assertThat(templates.idToken("https://example.com/vip").isMissingNode()).isTrue();
        templates.connection("company.com");
        assertThat(templates.idToken("https://example.com/vip").asBoolean()).isTrue();
    }

    @Test
    void theEmailAddressIsInTheAccessToken() {
        templates.rule("add-email-to-access-token");
        assertThat(templates
                        .login()
                        .claims("access_token")
                        .path("https://example.com/email")
                        .asText())
                .isEqualTo("carol@example.com");
    }

    @Test
    void metadataBecomeClaims() {
        templates.rule("cumulio-add-metadata-to-tokens");
        assertThat(templates.outcome()).isEqualTo(PASSED);
        templates.attribute("app_metadata.cumulio", "{\"plan\":\"gold\"}");

        Answer answer = templates.login();

        assertThat(answer.claims("id_token").path("https://cumulio/plan").asText())
                .isEqualTo("gold");
        assertThat(answer.claims("access_token").path("https://cumulio/plan").asText())
                .isEqualTo("gold");
    }

    @Test
    void aPictureIsMadeOfTheIdentity() {
        templates.rule("facebook-custom-picture");
        assertThat(templates.idToken("picture").isMissingNode()).isTrue();
        templates.connection("facebook");
        assertThat(templates.idToken("picture").asText())
                .isEqualTo("https://graph.facebook.com/v2.5/" + realm.userId("carol") + "/picture?type=large");
    }

    @Test
    void aTokenForAnotherApiIsSigned() throws GeneralSecurityException {
        String secret = Base64.getEncoder().encodeToString("a secret".getBytes(StandardCharsets.US_ASCII));
        templates.configuration(Map.of("TARGET_API_CLIENT_SECRET", secret, "TARGET_API_CLIENT_ID", "target"), "here");
        templates.rule("jwt");

        String token = templates.idToken("https://example.com/id_token").asText();

        JsonNode claims = Answer.claimsOf(token);
        assertThat(claims.path("sub").asText()).isEqualTo(realm.userId("carol"));
        assertThat(claims.path("aud").asText()).isEqualTo("target");
        assertThat(claims.path("email").asText()).isEqualTo("carol@example.com");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(36_000);
        assertIsSigned(token, "a secret");
    }

    @Test
    void aTokenForZendeskIsSigned() throws GeneralSecurityException {
        templates.configuration(Map.of("ZENDESK_JWT_SECRET", "another secret"), "here");
        templates.rule("zendesk-sso-jwt");

        String[] url = templates
                .idToken("https://example.com/zendesk_jwt_url")
                .asText()
                .split("jwt\\?jwt=");

        assertThat(url[0]).isEqualTo("https://auth0sso.zendesk.com/access/");
        assertThat(Answer.claimsOf(url[1]).path("external_id").asText()).isEqualTo(realm.userId("carol"));
        assertThat(Answer.claimsOf(url[1]).path("jti").asText()).hasSize(36);
        assertIsSigned(url[1], "another secret");
    }

    private static void assertIsSigned(String token, String secret) throws GeneralSecurityException {
        int end = token.lastIndexOf('.');
        assertThat(Base64.getUrlDecoder().decode(token.substring(end + 1)))
                .isEqualTo(hmac(secret, token.substring(0, end)));
    }

    private static byte[] hmac(String secret, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theQueryIsTheAuthorizationRequests() throws GeneralSecurityException {
        templates.configuration(Map.of("PUSHER_KEY", "key", "PUSHER_SECRET", "secret"), "here");
        templates.rule("querystring");
        templates.rule("pusher");
        assertThat(browserLogin().claims("id_token").has("https://example.com/new_attribute"))
                .isFalse();

        JsonNode claims = browserLogin("some_querystring", "whatever", "channel", "c", "socket_id", "1.2")
                .claims("id_token");

        assertThat(claims.path("https://example.com/new_attribute").asText()).isEqualTo("foo");
        assertThat(claims.path("https://example.com/pusherAuth").asText())
                .isEqualTo("key:" + HexFormat.of().formatHex(hmac("secret", "1.2:c")));
    }

    @Test
    void whereTheAddressIsIsNotKnown() {
        templates.rule("add-country");
        templates.rule("get-getIP");

        JsonNode claims = expect(200, templates.login()).claims("id_token");

        assertThat(List.of(claims.has("https://example.com/country"), claims.has("https://example.com/geoip")))
                .containsOnly(false);
    }

    // --- what is written to the user
    // ------------------------------------------------------------------------------------

    @Test
    void aColourIsKept() {
        templates.rule("add-persistence-attribute");
        assertThat(templates.idToken("https://example.com/favorite_color").asText())
                .isEqualTo("blue");
        assertThat(templates.attributes().path("color").path(0).asText()).isEqualTo("blue");
        templates.attribute("color", "red");
        assertThat(templates.idToken("https://example.com/favorite_color").asText())
                .isEqualTo("red");
    }

    @ParameterizedTest
    @CsvSource({"carol@example.com, true, admin", "carol@example.net, true, user", "carol@example.com, false, ''"})
    void rolesFollowTheAddress(String email, boolean verified, String role) {
        templates.user("email", email);
        templates.user("emailVerified", verified);
        templates.rule("roles-creation");
        assertThat(templates.idToken("https://example.com/roles").path(0).asText())
                .isEqualTo(role);
        assertThat(templates.attributes().path("app_metadata.roles").path(0).asText())
                .isEqualTo(role.isEmpty() ? "" : "[\"" + role + "\"]");
    }

    @Test
    void consentIsNotedOnce() {
        templates.rule("track-consent");
        expect(200, templates.login());
        JsonNode first = templates.attributes();
        expect(200, templates.login());

        assertThat(first.path("consentGiven").path(0).asText()).isEqualTo("json:true");
        assertThat(templates.attributes().path("consentTimestamp"))
                .isNotEmpty()
                .isEqualTo(first.path("consentTimestamp"));
    }

    @Test
    void theUsernameIsKeptOnce() {
        templates.rule("username-attribute");
        expect(200, templates.login());
        assertThat(templates.attributes().path("app_metadata.username").path(0).asText())
                .isEqualTo("carol");
        templates.attribute("app_metadata.username", "caroline");
        expect(200, templates.login());
        assertThat(templates.attributes().path("app_metadata.username").path(0).asText())
                .isEqualTo("caroline");
    }

    // --- what a later rule sees
    // -----------------------------------------------------------------------------------------

    @Test
    void aPictureGetsAnother() {
        templates.rule("default-picture-null-avatars");
        templates.show("user.picture");
        templates.attribute("picture", "https://cdn.auth0.com/avatars/c.png?s=1");
        assertThat(templates.idToken("seen").asText())
                .isEqualTo("https://cdn.auth0.com/avatars/c.png?s=1&d=URL_TO_YOUR_DEFAULT_PICTURE_HERE");
        templates.attribute("picture", "https://x.example/c.png");
        assertThat(templates.idToken("seen").asText()).isEqualTo("https://x.example/c.png");
    }

    @Test
    void anAttributeIsRemoved() {
        templates.rule("remove-attributes");
        templates.show("[user.some_attribute, user.other_attribute]");
        templates.attribute("app_metadata.some_attribute", "x");
        templates.attribute("app_metadata.other_attribute", "y");
        assertThat(templates.idToken("seen").toString()).isEqualTo("[null,\"y\"]");
    }

    // --- another factor, another page
    // -----------------------------------------------------------------------------------

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
        realm.addUserWithSecurityKey("dave");
        assertThat(realm.token(WEB_APP.password("dave", ORDERS, "openid")).status())
                .isEqualTo(200);
    }

    @Test
    void anotherFactorIsWhatTheApplicationAsksFor() {
        templates.rule("guardian-multifactor-stepup-authentication");
        assertThat(RuleTemplates.outcome(browserLogin())).isEqualTo(PASSED);
        assertThat(RuleTemplates.outcome(
                        browserLogin("acr_values", "http://schemas.openid.net/pape/policies/2007/06/multi-factor")))
                .isEqualTo(MFA);
    }

    @Test
    void aVoiceIsHeardOnAnotherPage() {
        templates.rule("eva-voice-biometric");
        assertThat(templates.outcome())
                .isEqualTo("403 interaction_required: A rule asks for a redirect, which a token request cannot do");
    }

    /** A login in the browser, with more parameters than it needs. */
    private Answer browserLogin(String... more) {
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid").with(Parameters.of(more));
        return realm.token(WEB_APP.code(realm.browser().code(request, "carol")));
    }
}
