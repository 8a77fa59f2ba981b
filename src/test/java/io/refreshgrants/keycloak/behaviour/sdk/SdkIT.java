package io.refreshgrants.keycloak.behaviour.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.SigningKey;
import io.refreshgrants.keycloak.testing.TenantSite;
import io.refreshgrants.keycloak.testing.TestServer;
import io.refreshgrants.keycloak.testing.VersionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Auth0's SDKs as npm and Maven Central have them, with nothing changed but their domain: over TLS, in a browser where they
 * are for one, from the login to the logout. {@code docs/sdks.md} has a column for each version, which {@code -Ddocs.write}
 * writes; {@code -Dsdks.all} tries older ones and slow ones, too, and
 * {@code -Dsdks.only} those whose name and version have this pattern in them.
 */
@Tag("processes")
@KeycloakTest
@Order(4)
@ResourceLock(TestServer.TENANT_ADDRESS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkIT {

    private static final List<Application> APPLICATIONS =
            List.of(Application.WEB_APP, Application.NATIVE_APP, Application.SPA);

    private static final List<String> MANAGEMENT_SCOPES = List.of(
            "read:grants",
            "delete:grants",
            "read:device_credentials",
            "delete:device_credentials",
            "read:refresh_tokens",
            "delete:refresh_tokens",
            "read:sessions",
            "delete:sessions",
            "read:clients",
            "update:clients",
            "create:clients",
            "delete:clients",
            "read:client_grants",
            "create:client_grants",
            "update:client_grants",
            "delete:client_grants",
            "read:resource_servers",
            "update:resource_servers",
            "read:rules",
            "create:rules",
            "update:rules",
            "delete:rules",
            "read:actions",
            "create:actions",
            "update:actions");

    private final DemoRealm realm;
    private final Map<String, String> environment = new HashMap<>();
    private OrganizationTenant organization;

    SdkIT(DemoRealm realm) {
        this.realm = realm;
    }

    static Stream<Sdk> sdks() {
        Stream<Sdk> newest = Stream.of(
                Sdk.ofNpm("auth0", "auth0-7"),
                Sdk.ofNpm("auth0", "auth0-6"),
                Sdk.ofNpm("@auth0/auth0-auth-js", "@auth0/auth0-auth-js"),
                Sdk.ofNpm("openid-client", "openid-client"),
                Sdk.ofJava(),
                Sdk.ofNpm("express-oauth2-jwt-bearer", "express-oauth2-jwt-bearer"),
                Sdk.ofNpmInBrowser("@auth0/auth0-spa-js", "@auth0/auth0-spa-js"),
                Sdk.ofNpmInBrowser("auth0-js", "auth0-js"),
                Sdk.ofNpmInBrowser("passport-auth0", "passport-auth0"),
                Sdk.ofNpmInBrowser("express-openid-connect", "express-openid-connect"),
                Sdk.ofNpmInBrowser("@auth0/nextjs-auth0", "@auth0/nextjs-auth0"));
        Stream<Sdk> olderOrSlow = Stream.of(
                Sdk.ofNpm("auth0-deploy-cli", "auth0-deploy-cli"),
                Sdk.ofNpm("auth0", "auth0-5"),
                Sdk.ofNpm("auth0", "auth0-4"),
                Sdk.ofNpm("auth0", "auth0-3"),
                Sdk.ofNpm("auth0", "auth0-2"),
                Sdk.ofNpmInBrowser("@auth0/auth0-spa-js", "auth0-spa-js-2.18"),
                Sdk.ofNpmInBrowser("@auth0/auth0-spa-js", "auth0-spa-js-1"),
                Sdk.ofNpmInBrowser("auth0-js", "auth0-js-9"),
                Sdk.ofNpmInBrowser("express-openid-connect", "express-openid-connect-2"));
        Predicate<String> only =
                Pattern.compile(System.getProperty("sdks.only", "")).asPredicate();
        return (System.getProperty("sdks.all") == null ? newest : Stream.concat(newest, olderOrSlow))
                .filter(sdk -> only.test(sdk.toString()));
    }

    @BeforeAll
    void theRealmHasAnAddressWithTls(TestServer server) throws Exception {
        String domain = server.tls().getAuthority();
        ApplicationSite site = new ApplicationSite(FreePorts.one());
        TenantSite.claimedBy(realm, domain);
        realm.signsWithALongKey();
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings ->
                                settings.withObject("attributes").put("refresh_grants.userinfo_query_token", "true"));
        APPLICATIONS.forEach(application -> site.isOf(realm, application));
        organization = OrganizationTenant.beside(realm, server.tls(), site);
        realm.clients()
                .setAttribute(
                        Application.SPA,
                        "refresh_grants.policies",
                        "[{\"audience\":\"" + Application.BILLING + "\",\"scope\":[\"read:orders\"]}]");
        ManagementApi.as(
                realm,
                "https://" + domain + "/api/v2/",
                "management",
                MANAGEMENT_SCOPES,
                "manage-users",
                "manage-clients",
                "manage-realm");
        SigningKey key = new SigningKey();
        key.isOf(realm, Application.OTHER_APP);
        Path trusted = TestServer.certificate().keyStore().resolveSibling("localhost.pem");
        Files.writeString(trusted, TestServer.certificate().pem());
        environment.putAll(Map.of(
                "DOMAIN",
                domain,
                "APP_PORT",
                String.valueOf(site.port()),
                "KEY_STORE",
                TestServer.certificate().keyStore().toString(),
                "KEY_STORE_PASSWORD",
                TestServer.certificate().password(),
                "NODE_EXTRA_CA_CERTS",
                trusted.toString(),
                "SIGNING_KEY",
                key.pem()));
        environment.putAll(organization.environment());
    }

    @AfterAll
    void theRealmWithAnOrganizationGoes() {
        organization.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void anSdkWorksUnmodified(Sdk sdk) throws IOException, InterruptedException {
        sdk.program().needsItsPrograms();
        environment.put("SDK_MODULE", sdk.module());

        List<SdkCall> calls = sdk.program().run(environment);

        assertThat(calls).as(sdk.toString()).isNotEmpty().noneMatch(SdkCall::failed);
        assertEventsSayWhy(realm, calls.stream().filter(call -> !call.forAnOrganization()));
        assertEventsSayWhy(organization.realm(), calls.stream().filter(SdkCall::forAnOrganization));
        VersionTable table = VersionTable.of("sdks.md", sdk.name(), "call");
        Map<String, String> column = SdkCall.column(calls);
        if (System.getProperty("docs.write") != null) {
            table.write(sdk.version(), column);
            return;
        }
        assertThat(table.column(sdk.version()))
                .as("docs/sdks.md: -Ddocs.write writes its tables")
                .isEqualTo(column);
    }

    /** Where a revoked refresh token was refused, the realm's newest refusal says that the application had revoked it. */
    private static void assertEventsSayWhy(DemoRealm asked, Stream<SdkCall> calls) {
        if (calls.anyMatch(SdkCall::refusedAsRevoked)) {
            JsonNode refusal = asked.events().newest("REFRESH_TOKEN_ERROR").path("details");
            assertThat(refusal.path("reason").asText()).isEqualTo("refresh_token_revoked");
            assertThat(refusal.path("revoked_reason").asText()).isEqualTo("revoked_by_client");
        }
    }
}
