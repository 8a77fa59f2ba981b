package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keycloak's organizations, which an application asks for by scopes that no client has under that name. */
@KeycloakTest
class OrganizationIT {

    private static final String SCOPE = "openid offline_access read:orders ";

    private final DemoRealm realm;

    OrganizationIT(DemoRealm realm) {
        this.realm = realm;
    }

    /** Alice is in two organizations, and not in the third. The machine is in the first. */
    @BeforeAll
    static void addOrganizations(DemoRealm realm) {
        realm.admin().change("/" + realm.name(), representation -> representation.put("organizationsEnabled", true));
        realm.clients().assign(WEB_APP, "organization", "optional");
        realm.clients().assign(MACHINE, "organization", "optional");
        for (String name : List.of("acme", "globex", "initech")) {
            String path = "/" + realm.name() + "/organizations";
            Map<String, String> domain = Map.of("name", name + ".example.com");
            expect(201, realm.admin().post(path, Map.of("name", name, "alias", name, "domains", List.of(domain))));
            String id = realm.admin().find(path, "alias", name).path("id").asText();
            String member = realm.users().id(name.equals("initech") ? "bob" : "alice");
            expect(201, realm.admin().post(path + "/" + id + "/members", member));
        }
        String machine = expect(200, realm.admin().get(realm.clients().path(MACHINE) + "/service-account-user"))
                .text("id");
        String acme = realm.admin()
                .find("/" + realm.name() + "/organizations", "alias", "acme")
                .path("id")
                .asText();
        expect(201, realm.admin().post("/" + realm.name() + "/organizations/" + acme + "/members", machine));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOrganizationIsGranted(boolean code) {
        Answer tokens = login(code, "organization:acme");

        assertThat(tokens.scope()).contains("organization:acme");
        assertThat(organizations(tokens)).containsExactly("acme");
        assertThat(organizations(refresh(tokens, null))).containsExactly("acme");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allOrganizationsAreGrantedAndNarrowed(boolean code) {
        Answer tokens = login(code, "organization:*");
        assertThat(tokens.scope()).contains("organization:*");
        assertThat(organizations(tokens)).containsExactly("acme", "globex");

        Answer narrowed = refresh(tokens, "openid organization:globex");
        assertThat(narrowed.scope()).contains("organization:globex").doesNotContain("organization:*");
        assertThat(organizations(narrowed)).containsExactly("globex");
        assertThat(organizations(refresh(tokens, null)))
                .as("the grant keeps all")
                .containsExactly("acme", "globex");
        assertThat(organizations(refresh(tokens, "openid")))
                .as("none was asked for")
                .isEmpty();
    }

    @Test
    void oneOrganizationDoesNotBecomeAll() {
        Answer tokens = login(false, "organization:acme");

        assertThat(organizations(refresh(tokens, "openid organization:*"))).containsExactly("acme");
        assertThat(organizations(refresh(tokens, "openid organization:globex"))).isEmpty();
    }

    @Test
    void whatKeycloakRefusesIsAnsweredInAuth0sShape() {
        Answer tokens = login(false, "organization:*");
        Answer refused = realm.token(WEB_APP.refresh(tokens.refreshToken()).with("scope", "openid organization"));

        assertThat(refused.refusal())
                .isEqualTo("400 invalid_request: ANY organization scope is not allowed in this context");
        assertThat(refresh(tokens, null).status())
                .as("nothing has become of the token")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"organization:initech", "organization:nobody", "organization organization:acme", "organization:"
            })
    void whatTheUserDoesNotHaveIsNotGranted(String scope) {
        Answer password = realm.token(WEB_APP.password("alice", ORDERS, SCOPE + scope));
        if (password.status() == 200) {
            assertThat(organizations(password)).doesNotContain("initech", "nobody");
        } else {
            assertThat(password.status()).isBetween(400, 499);
            assertThat(password.text("error")).isNotBlank();
            assertThat(password.text("error_description")).isNotBlank();
        }
        Map<String, String> redirect = realm.browser()
                .authorize(codeRequest(WEB_APP, ORDERS, SCOPE + scope).with("prompt", "none"))
                .redirectParameters();
        assertThat(redirect.get("error")).isIn("login_required", "invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void auth0sParameterLogsInToAnOrganizationByItsIdOrName(boolean byId) {
        String id = id("acme");
        Answer tokens =
                expect(200, realm.token(WEB_APP.code(realm.browser().code(request(byId ? id : "acme"), "alice"))));

        for (Answer answer : List.of(tokens, refresh(tokens, null))) {
            for (String token : List.of("access_token", "id_token")) {
                assertThat(answer.claims(token).path("org_id").asText())
                        .as(token)
                        .isEqualTo(id);
                assertThat(answer.claims(token).path("org_name").asText())
                        .as(token)
                        .isEqualTo("acme");
            }
        }
        assertThat(refresh(tokens, "openid read:orders").claims("access_token").has("org_id"))
                .as("narrowed away")
                .isFalse();
    }

    @Test
    void aLoginForNoOrganizationOrForAllOfThemNamesNone() {
        assertThat(login(false, "").claims("access_token").has("org_id")).isFalse();
        assertThat(login(false, "organization:*").claims("access_token").has("org_id"))
                .isFalse();
    }

    @Test
    void whoIsNotInTheOrganizationIsRefused() {
        Browser browser = realm.browser();
        Answer redirect = browser.login(browser.authorize(request("initech")), "alice");

        assertThat(redirect.redirectParameters())
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "The user is not part of the organization");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("user_not_in_organization");
    }

    @Test
    void aSilentLoginForAnOrganizationOfOthersNeedsALogin() {
        Browser browser = realm.browser();
        browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice");
        Answer redirect = browser.authorize(request("initech").with("prompt", "none"));

        assertThat(redirect.redirectParameters()).containsEntry("error", "login_required");
    }

    @Test
    void anUnknownOrganizationIsRefusedAndAtKeycloaksEndpointSomebodyElsesParameter() {
        Map<String, String> redirect =
                realm.browser().authorize(request("nobody")).redirectParameters();

        assertThat(redirect.get("error")).isEqualTo("invalid_request");
        assertThat(redirect.get("error_description")).isEqualTo("parameter organization is invalid");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("organization_not_found");
        assertThat(realm.browser().keycloakCode(request("nobody"), "alice")).isNotEmpty();
    }

    @Test
    void anApplicationThatMayNotAskForOrganizationsIsRefused() {
        Map<String, String> redirect = realm.browser()
                .authorize(codeRequest(OTHER_APP, null, "openid").with("organization", "acme"))
                .redirectParameters();

        assertThat(redirect.get("error")).isEqualTo("invalid_request");
        assertThat(redirect.get("error_description"))
                .isEqualTo("parameter organization is not allowed for this client");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("organization_not_allowed_for_client");
    }

    @Test
    void aPushedRequestMayNameItsOrganization() {
        Answer pushed = expect(
                201,
                Http.postForm(realm.uri("/oauth/par"), WEB_APP.credentials().with(request("globex"))));
        String code = realm.browser()
                .code(Parameters.of("client_id", "web-app", "request_uri", pushed.text("request_uri")), "alice");

        Answer tokens = expect(200, realm.token(WEB_APP.code(code)));
        assertThat(tokens.claims("id_token").path("org_name").asText()).isEqualTo("globex");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMachineGetsATokenForAnOrganizationOfItsServiceAccount(boolean byId) {
        String id = id("acme");
        for (String scope : new String[] {null, "read:orders"}) {
            Answer tokens = expect(200, realm.token(machine(byId ? id : "acme").with("scope", scope)));
            assertThat(tokens.claims("access_token").path("org_id").asText()).isEqualTo(id);
            assertThat(tokens.claims("access_token").path("org_name").asText()).isEqualTo("acme");
            assertThat(tokens.scope().contains("read:orders")).isEqualTo(scope != null);
        }
    }

    @Test
    void aMachineThatNamesNoOrganizationGetsATokenForNone() {
        Answer tokens = expect(200, realm.token(machine(null)));

        assertThat(tokens.claims("access_token").has("org_id")).isFalse();
        assertThat(tokens.body()).doesNotContain("organization");
    }

    @Test
    void aMachineIsRefusedAnOrganizationThatItsServiceAccountIsNotIn() {
        assertThat(realm.token(machine("globex")).refusal())
                .isEqualTo("403 access_denied: The client is not part of the organization");
        assertThat(realm.events().reason("CLIENT_LOGIN_ERROR")).isEqualTo("user_not_in_organization");
    }

    @Test
    void aMachineIsRefusedAnOrganizationThatItMayNotAskFor() {
        assertThat(realm.token(machine("nobody")).refusal())
                .isEqualTo("400 invalid_request: parameter organization is invalid");
        assertThat(realm.events().reason("CLIENT_LOGIN_ERROR")).isEqualTo("organization_not_found");

        realm.clients().assign(MACHINE, "organization", null);
        try {
            assertThat(realm.token(machine("acme")).refusal())
                    .isEqualTo("400 invalid_request: parameter organization is not allowed for this client");
            assertThat(realm.events().reason("CLIENT_LOGIN_ERROR")).isEqualTo("organization_not_allowed_for_client");
        } finally {
            realm.clients().assign(MACHINE, "organization", "optional");
        }
    }

    @Test
    void atKeycloaksTokenEndpointAMachinesOrganizationIsSomebodyElsesParameter() {
        Answer tokens = realm.keycloakToken(machine("globex"));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.claims("access_token").has("org_id")).isFalse();
    }

    @Test
    void whoHasLeftTheOrganizationIsRefusedUntilTheyAreBack() {
        Answer tokens = login(true, "organization:globex");
        assertThat(tokens.claims("access_token").path("org_name").asText()).isEqualTo("globex");
        String members = "/" + realm.name() + "/organizations/" + id("globex") + "/members";

        expect(204, realm.admin().delete(members + "/" + realm.users().id("alice")));
        try {
            assertThat(realm.token(WEB_APP.refresh(tokens.refreshToken())).refusal())
                    .isEqualTo("403 invalid_grant: Invalid organization");
        } finally {
            expect(201, realm.admin().post(members, realm.users().id("alice")));
        }
        assertThat(refresh(tokens, null).claims("access_token").path("org_name").asText())
                .isEqualTo("globex");
    }

    @Test
    void rulesSeeTheOrganization() {
        RealmRules rules = new RealmRules(realm);
        rules.rule(
                "organization",
                1,
                "context.accessToken['https://example.com/org'] = context.organization && context.organization.name;"
                        + " callback(null, user, context);");
        try {
            Answer tokens = login(true, "organization:acme");
            assertThat(tokens.claims("access_token")
                            .path("https://example.com/org")
                            .asText())
                    .isEqualTo("acme");
            assertThat(refresh(tokens, null)
                            .claims("access_token")
                            .path("https://example.com/org")
                            .asText())
                    .isEqualTo("acme");
        } finally {
            rules.removeAll();
        }
    }

    private static Parameters machine(String organization) {
        return MACHINE.credentials()
                .with("grant_type", "client_credentials")
                .with("audience", ORDERS)
                .with("organization", organization);
    }

    private Parameters request(String organization) {
        return codeRequest(WEB_APP, ORDERS, SCOPE).with("organization", organization);
    }

    private String id(String organization) {
        return realm.admin()
                .find("/" + realm.name() + "/organizations", "alias", organization)
                .path("id")
                .asText();
    }

    private Answer login(boolean code, String organization) {
        return expect(
                200,
                realm.token(
                        code
                                ? WEB_APP.code(realm.browser()
                                        .code(codeRequest(WEB_APP, ORDERS, SCOPE + organization), "alice"))
                                : WEB_APP.password("alice", ORDERS, SCOPE + organization)));
    }

    private Answer refresh(Answer tokens, String scope) {
        return expect(200, realm.token(WEB_APP.refresh(tokens.refreshToken()).with("scope", scope)));
    }

    private static Set<String> organizations(Answer tokens) {
        Set<String> names = new TreeSet<>();
        JsonNode claim = tokens.claims("access_token").path("organization");
        claim.forEach(name -> names.add(name.asText()));
        claim.fieldNames().forEachRemaining(names::add);
        names.remove("");
        return names;
    }
}
