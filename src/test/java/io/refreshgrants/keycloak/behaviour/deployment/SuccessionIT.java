package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Await;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Succession;
import io.refreshgrants.keycloak.testing.SuccessionExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What becomes of refresh tokens when their server stops, and another one goes on with its database. */
@Tag("processes")
@ExtendWith(SuccessionExtension.class)
@ResourceLock("succession")
@Order(2)
class SuccessionIT {

    private static final int FAMILIES = 4;

    @Test
    void withoutPersistentUserSessionsTokensOutliveARestart(Succession servers) {
        DemoRealm realm = DemoRealm.create(servers.withoutPersistentUserSessions(), "volatile");
        String online =
                realm.keycloakToken(WEB_APP.password("alice", null, "openid")).refreshToken();
        expect(200, realm.keycloakToken(WEB_APP.refresh(online)));
        Logins logins = new Logins(realm);

        DemoRealm restarted = realm.on(servers.withoutPersistentUserSessions());

        assertThat(restarted.keycloakToken(WEB_APP.refresh(online)).refusal())
                .as("what only a cache had")
                .isEqualTo("400 invalid_grant: Session not active");
        expect(200, logins.refreshKeycloaks(restarted));
        logins.refresh(restarted);
        logins.refresh(restarted);
        restarted.ledger().prune();
        assertThat(restarted.ledger().living()).hasSize(FAMILIES);
        logins.refresh(restarted);
    }

    @Test
    void anImportThatOverridesTheRealmAndAServerWithoutTheJarEndNothing(Succession servers) throws Exception {
        DemoRealm kept = DemoRealm.create(servers.withJar(), "kept");
        Logins logins = new Logins(kept);
        String bobs = kept.refreshToken(WEB_APP, "bob");
        String sessionOfBob =
                kept.ledger().living().get(FAMILIES).path("SESSION_ID").asText();
        DemoRealm ended = kept.sibling("ended");
        Logins endedLogins = new Logins(ended);
        endAllFamilies(ended);

        servers.overrideWithItself(kept);
        URI stock = servers.stock();
        assertRefusedByStock(logins, kept.on(stock));
        assertRefusedByStock(endedLogins, ended.on(stock));
        assertThat(kept.on(stock).users().offlineSessions("alice", WEB_APP)).isEqualTo(3);
        assertThat(ended.on(stock).users().offlineSessions("alice", WEB_APP))
                .as("Keycloak's own")
                .isEqualTo(1);
        expect(204, kept.on(stock).admin().delete("/kept/sessions/" + sessionOfBob + "?isOffline=true"));

        URI jar = servers.withJar();
        kept = kept.on(jar);
        kept.ledger().prune();
        logins.refresh(kept);
        expect(200, logins.refreshKeycloaks(kept));
        assertThat(kept.token(WEB_APP.refresh(bobs)).refusal()).isEqualTo(Answer.UNKNOWN);
        assertThat(kept.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("session_not_found");
        DemoRealm stillEnded = ended.on(jar);
        endedLogins.eachManaged((application, token) -> assertThat(
                        stillEnded.token(application.refresh(token)).refusal())
                .isEqualTo(Answer.UNKNOWN));
    }

    /** As docs/configuration.md says it is to be done before the jar goes. */
    private static void endAllFamilies(DemoRealm realm) throws Exception {
        Answer answer =
                expect(200, realm.admin().post("/" + realm.name() + "/refresh-grants/families/revoke-all", Map.of()));
        assertThat(answer.json().path("revoked_families").asInt()).isEqualTo(FAMILIES);
        Await.until(
                "offline sessions to end",
                Duration.ofSeconds(30),
                () -> realm.ledger().offlineSessions().size() == 1);
    }

    /** Neither does what else can be asked with them end anything: they work again once the jar is back. */
    private static void assertRefusedByStock(Logins logins, DemoRealm stock) {
        expect(200, logins.refreshKeycloaks(stock));
        logins.eachManaged((application, token) -> {
            assertThat(stock.keycloakToken(application.refresh(token)).refusal())
                    .isEqualTo("400 invalid_grant: Offline user session not found");
            assertThat(stock.introspect(application, token, "refresh_token").body())
                    .doesNotContain("\"active\":true");
            stock.keycloakRevoke(application.revoke(token));
            Http.postForm(
                    stock.uri("/protocol/openid-connect/logout"),
                    application.credentials().with("refresh_token", token));
        });
    }
}
