package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attributes of a user as metadata: what a rule sees of them, and what it may keep. */
@KeycloakTest
@AloneOnServer
class RuleMetadataIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleMetadataIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    private void attributes(Map<String, List<String>> attributes) {
        realm.admin().change(realm.users().path("carol"), user -> {
            ObjectNode node = user.putObject("attributes");
            attributes.forEach((name, values) -> values.forEach(node.withArray(name)::add));
        });
    }

    private JsonNode attribute(String name) {
        return expect(200, realm.admin().get(realm.users().path("carol")))
                .json()
                .path("attributes")
                .path(name);
    }

    @Test
    void attributesAreMetadata() {
        attributes(Map.of(
                "plan", List.of("gold"),
                "tags", List.of("a", "b"),
                "zip", List.of("00123"),
                "json", List.of("{\"deep\":[1]}"),
                "app_metadata.roles", List.of("admin", "editor"),
                "app_metadata.score", List.of("json:5")));

        JsonNode seen = carol.seen("[user.user_metadata, user.app_metadata, user.roles]");
        assertThat(seen.toString())
                .contains("\"plan\":\"gold\"", "\"zip\":\"00123\"", "\"json\":{\"deep\":[1]}", "\"score\":5")
                .doesNotContain("app_metadata.");
        // Keycloak asks for the values of an attribute in no order, and MariaDB gives them in that of random ids.
        assertThat(seen.path(0).path("tags")).extracting(JsonNode::textValue).containsExactlyInAnyOrder("a", "b");
        assertThat(seen.path(1).path("roles"))
                .extracting(JsonNode::textValue)
                .containsExactlyInAnyOrder("admin", "editor");
        assertThat(seen.path(2)).isEqualTo(seen.path(1).path("roles"));
    }

    @Test
    void theRealmDeclaresWhichAttributesAreAppMetadata() {
        rules.add("configuration", "configuration", Map.of("app_metadata_attributes", List.of("level", "internal_*")));
        attributes(Map.of("level", List.of("3"), "internal_note", List.of("x"), "hobby", List.of("chess")));

        assertThat(carol.seen("[user.app_metadata, user.user_metadata]").toString())
                .contains("\"level\":\"3\"", "\"note\":\"x\"")
                .endsWith("{\"hobby\":\"chess\"}]");
    }

    @Test
    void metadataThatARuleUpdatesAreKeptWithTheirTypes() {
        rules.rule(
                "update",
                1,
                "user.app_metadata = user.app_metadata || {}; user.app_metadata.count = (user.app_metadata.count || 0) + 1;"
                        + "user.app_metadata.list = [1, {a: 'b'}]; context.idToken.count = user.app_metadata.count;"
                        + "Promise.all([auth0.users.updateAppMetadata(user.user_id, user.app_metadata),"
                        + " auth0.users.updateUserMetadata(user.user_id, {color: 'red', gone: null})])"
                        + ".then(() => callback(null, user, context)).catch(callback);");
        String token = realm.refreshToken(WEB_APP, "carol");
        for (int i = 2; i <= 3; i++) {
            assertThat(realm.token(WEB_APP.refresh(token))
                            .claims("id_token")
                            .path("count")
                            .asInt())
                    .isEqualTo(i);
        }
        assertThat(attribute("color").toString()).isEqualTo("[\"red\"]");
        assertThat(attribute("app_metadata.count").toString()).isEqualTo("[\"json:3\"]");
        assertThat(attribute("app_metadata.list").path(0).asText()).isEqualTo("[1,{\"a\":\"b\"}]");
    }

    @Test
    void metadataAreKeptOnlyWhenThePipelineSucceeds() {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata(user.user_id, {color: 'red'}).then(() => callback(null, user, context));");
        rules.rule("guard", 2, "callback(new Error('no'));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(403);
        assertThat(attribute("color").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "email",
        "username",
        "firstName",
        "app_metadata.role",
        "logins_count",
        "enabled",
        "ENABLED",
        "emailVerified",
        "saml.persistent.name.id.for.x",
        "SAML.x",
        "userCertificate",
        "LDAP_ID",
        "ldap_entry_dn",
        "KERBEROS_PRINCIPAL",
        "CREATED_TIMESTAMP",
        "createTimestamp",
        "disabledReason",
        "kc.email.pending",
        "is_temporary_admin"
    })
    void userMetadataCannotBecomeWhoTheUserIsNorWhatOnlyTheApplicationSays(String key) {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata(user.user_id, {'" + key + "': 'mallory@example.com'})"
                        + ".then(() => callback(null, user, context));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(403);
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("rule_failed");
        assertThat(expect(200, realm.admin().get(realm.users().path("carol"))).text("email"))
                .isEqualTo("carol@example.com");
    }

    private static final String WRITE_COLOUR =
            "auth0.users.updateUserMetadata(user.user_id, {colour: 'red', size: 'L'}).then(() => callback(null, user, context));";

    @Test
    void aRuleWritesOnlyWhatTheUserProfileLetsAnAdminWrite() {
        rules.rule("update", 1, WRITE_COLOUR);
        profile("ADMIN_VIEW");
        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid offline_access"))
                        .text("error_description"))
                .startsWith("The realm's user profile lets no admin write the attribute '");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("rule_failed");
        assertThat(realm.events()
                        .newest("LOGIN_ERROR")
                        .path("details")
                        .path("rule_message")
                        .asText())
                .contains("user profile");
        assertThat(realm.ledger().living()).isEmpty();

        profile(null);
        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(403);
        profile("ADMIN_EDIT");
        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .isEqualTo(200);
        assertThat(attribute("colour").toString()).isEqualTo("[\"red\"]");
        profile("ADMIN_VIEW");
        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status())
                .as("what is there already is not written again")
                .isEqualTo(200);
    }

    @Test
    void ofSeveralAttributesAllAreWrittenOrNone() {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata(user.user_id, {colour: 'red', size: 'x'.repeat(5000)})"
                        + ".then(() => callback(null, user, context));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).text("error_description"))
                .isEqualTo("The realm's user profile does not allow the value of the attribute 'size'");
        assertThat(attribute("colour").isMissingNode()).isTrue();
    }

    /** Lets admins see, edit or not even see attributes that the user profile does not name. */
    private void profile(String unmanagedAttributes) {
        String path = "/" + realm.name() + "/users/profile";
        ObjectNode profile = (ObjectNode) expect(200, realm.admin().get(path)).json();
        expect(200, realm.admin().put(path, profile.put("unmanagedAttributePolicy", unmanagedAttributes)));
    }

    @Test
    void aReadOnlyUserIsOneClearReasonAndNoStackTrace(TestServer server) throws IOException {
        Answer added = expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/components",
                                Map.of(
                                        "name", "readers",
                                        "providerId", "testing-read-only-users",
                                        "providerType", "org.keycloak.storage.UserStorageProvider")));
        String id = rules.rule("update", 1, WRITE_COLOUR);
        long position = Files.size(server.log());
        try {
            assertThat(realm.token(WEB_APP.password("reader1", ORDERS, "openid offline_access"))
                            .refusal())
                    .isEqualTo("403 access_denied: The user is read-only, and a rule writes to it");
            assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("rule_user_read_only");
            assertThat(server.logSince(position)).doesNotContain("ReadOnlyException", "could not be saved");

            rules.remove(id);
            rules.rule("read", 1, "context.idToken.from = user.identities[0].connection; " + PASS);
            assertThat(realm.login(WEB_APP, "reader1", ORDERS, "openid")
                            .claims("id_token")
                            .path("from")
                            .asText())
                    .isEqualTo("readers");
        } finally {
            String component = added.headers().get("location");
            expect(
                    204,
                    realm.admin()
                            .delete("/" + realm.name() + "/components/"
                                    + component.substring(component.lastIndexOf('/') + 1)));
        }
    }

    @Test
    void onlyTheUserAtHandCanBeUpdated() {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata('" + realm.users().id("bob") + "', {a: 1})"
                        + ".then(() => callback(null, user, context)).catch(callback);");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).text("error_description"))
                .startsWith("auth0.users can update the user who logs in only");
    }

    @Test
    void loginsAreCountedAndRefreshesAreNot() {
        rules.rule("count", 1, "context.idToken.n = context.stats.loginsCount; " + PASS);
        Answer first = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access");
        assertThat(first.claims("id_token").path("n").asInt()).isEqualTo(1);
        assertThat(realm.token(WEB_APP.refresh(first.refreshToken()))
                        .claims("id_token")
                        .path("n")
                        .asInt())
                .isEqualTo(1);

        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid"), "carol");

        assertThat(realm.token(WEB_APP.code(code)).claims("id_token").path("n").asInt())
                .isEqualTo(2);
    }
}
