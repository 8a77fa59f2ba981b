package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.RuleTemplates.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RuleTemplates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Auth0's rule templates that make claims or keep something of the user do so. {@code docs/rule-templates.md} lists them. */
@KeycloakTest
@EnabledIfSystemProperty(named = RuleTemplates.CHECKOUT, matches = ".+", disabledReason = RuleTemplates.NO_CHECKOUT)
class RuleTemplatesIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RuleTemplates templates;

    RuleTemplatesIT(DemoRealm realm) {
        this.realm = realm;
        this.templates = new RuleTemplates(realm);
    }

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
                .isEqualTo("https://graph.facebook.com/v2.5/" + realm.users().id("carol") + "/picture?type=large");
    }

    @Test
    void aTokenForAnotherApiIsSigned() throws GeneralSecurityException {
        String secret = Base64.getEncoder().encodeToString("a secret".getBytes(StandardCharsets.US_ASCII));
        templates.configuration(Map.of("TARGET_API_CLIENT_SECRET", secret, "TARGET_API_CLIENT_ID", "target"), "here");
        templates.rule("jwt");

        String token = templates.idToken("https://example.com/id_token").asText();

        JsonNode claims = Answer.claimsOf(token);
        assertThat(claims.path("sub").asText()).isEqualTo(realm.users().id("carol"));
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
        assertThat(Answer.claimsOf(url[1]).path("external_id").asText())
                .isEqualTo(realm.users().id("carol"));
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
        assertThat(templates.browserLogin().claims("id_token").has("https://example.com/new_attribute"))
                .isFalse();

        JsonNode claims = templates
                .browserLogin("some_querystring", "whatever", "channel", "c", "socket_id", "1.2")
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
}
