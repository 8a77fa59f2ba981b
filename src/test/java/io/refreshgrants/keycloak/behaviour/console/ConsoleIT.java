package io.refreshgrants.keycloak.behaviour.console;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.behaviour.sdk.Program;
import io.refreshgrants.keycloak.behaviour.sdk.SdkCall;
import io.refreshgrants.keycloak.behaviour.sdk.SdkFolder;
import io.refreshgrants.keycloak.testing.Admin;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Our pages in Keycloak's admin console, in a browser: as an admin of the realm, as a helpdesk that may view users, and as
 * somebody without rights. {@code -Ddocs.write} takes the pictures of {@code docs/console.md}.
 */
@Tag("processes")
@KeycloakTest
@Order(4)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final String CHROME_ON_WINDOWS =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    private static final String SAFARI_ON_IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
                    + " Mobile/15E148 Safari/604.1";
    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;
    private final DemoRealm other;

    ConsoleIT(DemoRealm realm) {
        this.realm = realm;
        this.other = realm.sibling(realm.name() + "-with-keycloaks-theme", file -> {
            file.put("adminTheme", "keycloak.v2");
            ((ObjectNode) file.get("attributes")).put("refresh_grants.max_tokens", "9");
        });
    }

    @BeforeAll
    void aliceHasAuthorizedApplicationsAndTheRealmHasAdmins() {
        realm.admin().change("/" + realm.name(), settings -> {
            settings.put("internationalizationEnabled", true);
            settings.withArray("supportedLocales").add("en").add("de");
        });
        realm.users().admin("boss", "realm-admin");
        realm.users().admin("helpdesk", "view-users", "query-users");
        realm.users().admin("reader", "view-clients");
        realm.users().admin("nobody");
        other.users().admin("boss", "realm-admin");
        expect(
                201,
                realm.admin()
                        .post("/" + realm.name() + "/clients", Map.of("clientId", "saml-app", "protocol", "saml")));
        for (Application application : List.of(Application.WEB_APP, Application.ROTATING_APP)) {
            for (String device : List.of(CHROME_ON_WINDOWS, SAFARI_ON_IPHONE)) {
                logIn(application, Application.ORDERS, device);
            }
        }
        logIn(Application.WEB_APP, Application.BILLING, CHROME_ON_WINDOWS);
    }

    @AfterAll
    void theOtherRealmGoes() {
        other.close();
    }

    private void logIn(Application application, String audience, String device) {
        String login = Http.json(application.password("alice", audience, SCOPE));
        expect(
                200,
                Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, login).header("User-Agent", device)));
    }

    @Test
    void thePagesDoWhatTheyShow() throws IOException, InterruptedException {
        passes("console");
        keep("user-grants", "client-settings", "realm-settings");
    }

    @Test
    void apisAreSeenAndSet() throws IOException, InterruptedException {
        passes("console-apis");
        keep("apis", "api");
    }

    @Test
    void rulesAreWrittenAndTried() throws IOException, InterruptedException {
        passes("console-rules");
        keep("rules", "rule", "configuration");
    }

    @Test
    void usersRemoveAccessInTheAccountConsole() throws IOException, InterruptedException {
        String token = realm.login(Application.WEB_APP, "bob", Application.ORDERS, SCOPE)
                .refreshToken();

        passes("console-account");

        assertThat(realm.token(Application.WEB_APP.refresh(token)).status()).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("consent_withdrawn");
    }

    @Test
    void eachAdminSeesWhatTheirRightsAllow() throws IOException, InterruptedException {
        passes("console-rights");
    }

    @Test
    void eachRealmHasItsOwnPages() throws Throwable {
        Admin.whileRealmsStay(() -> passes("console-realms"));
    }

    @Test
    void aRealmsOwnThemeHasThePagesWhenOursIsItsParent() throws IOException, InterruptedException {
        DemoRealm companys =
                realm.sibling(realm.name() + "-with-a-companys-theme", file -> file.put("adminTheme", "company"));
        companys.users().admin("boss", "realm-admin");

        passes("console-theme", companys);

        companys.close();
    }

    @Test
    void aConsoleThatIsMadeDifferentlyStaysAsKeycloakMadeIt() throws IOException, InterruptedException {
        passes("console-changed");
    }

    @Test
    void theScriptsHaveTheTypesThatTheyName() throws IOException, InterruptedException {
        passes("console-types");
    }

    private void passes(String script) throws IOException, InterruptedException {
        passes(script, other);
    }

    private void passes(String script, DemoRealm beside) throws IOException, InterruptedException {
        Program program = Program.scriptWithBrowser(script, script + ".mjs");
        program.needsItsPrograms();
        List<SdkCall> steps = program.run(Map.of(
                "SERVER", realm.uri("").resolve("/").toString(),
                "REALM", realm.name(),
                "OTHER_REALM", beside.name(),
                "ALICE", realm.users().id("alice"),
                "NATIVE_APP", realm.clients().id(Application.NATIVE_APP),
                "THEMES", Path.of("themes").toAbsolutePath().toString()));

        assertThat(steps).isNotEmpty().noneMatch(SdkCall::failed);
    }

    private static void keep(String... pages) throws IOException {
        for (String page : pages) {
            for (String look : List.of("light", "dark")) {
                String name = "console-" + page + "-" + look;
                Path picture = SdkFolder.picture(name);
                assertThat(picture).isNotEmptyFile();
                if (System.getProperty("docs.write") != null) {
                    Files.copy(picture, Path.of("docs", "images", name + ".png"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
