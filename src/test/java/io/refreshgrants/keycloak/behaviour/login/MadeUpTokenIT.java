package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent as a token: a refusal, nothing changed in the ledger, no token in the log. */
@KeycloakTest
@AloneOnServer
class MadeUpTokenIT {

    /** Where in the server's log these tests begin. */
    private static long begin;

    private final DemoRealm realm;
    private final TestServer server;

    MadeUpTokenIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.server = server;
    }

    @BeforeAll
    static void noteWhatIsLogged(TestServer server) throws IOException {
        begin = Files.size(server.log());
    }

    static Stream<Arguments> madeUpTokens() {
        String header = encode("{\"alg\":\"none\"}");
        String claims = encode("{\"typ\":\"Offline\",\"azp\":\"web-app\",\"rg_family\":\"x\"}");
        return Stream.of(
                Arguments.of("alg none", header + "." + claims + "."),
                Arguments.of("alg none, odd case", encode("{\"alg\":\"nOnE\"}") + "." + claims + "."),
                Arguments.of("HS256 without a key", encode("{\"alg\":\"HS256\"}") + "." + claims + ".AAAA"),
                Arguments.of("unknown algorithm", encode("{\"alg\":\"XX999\",\"kid\":\"1\"}") + "." + claims + ".AAAA"),
                Arguments.of("two parts", header + "." + claims),
                Arguments.of("five parts", "a.b.c.d.e"),
                Arguments.of("dots", "..."),
                Arguments.of("not base64", "!!!.???.***"),
                Arguments.of("no JSON in it", encode("hello") + "." + encode("world") + ".AAAA"),
                Arguments.of("text", "v1.MRjVyMTIzNDU2Nzg5MA"),
                Arguments.of("unicode", "\u202e\u00e9\ud83d\ude00"),
                Arguments.of("SQL", "' or '1'='1"));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("madeUpTokens")
    void aMadeUpTokenIsInvalid(String what, String token) {
        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.tokenByForm(WEB_APP.refresh(token)).status()).isEqualTo(403);
        assertThat(realm.revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);
        assertThat(realm.keycloakToken(WEB_APP.refresh(token)).status()).isEqualTo(400);
        assertThat(realm.introspect(WEB_APP, token, "refresh_token").status()).isLessThan(500);
    }

    @Test
    void aTruncatedTokenIsInvalid() {
        String token = realm.refreshToken(WEB_APP, "alice");

        for (int cut = 1; cut < token.length(); cut += 97) {
            assertThat(realm.token(WEB_APP.refresh(token.substring(0, token.length() - cut)))
                            .status())
                    .isIn(400, 403);
        }
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void nothingOfThisChangesTheLedgerOrLogsAToken() throws IOException {
        String token = realm.refreshToken(WEB_APP, "alice");
        List<String> before =
                realm.ledger().rows().stream().map(Object::toString).toList();
        String signature = token.substring(token.lastIndexOf('.') + 1);

        realm.token(WEB_APP.refresh(token).with("client_secret", "wrong"));
        realm.token(WEB_APP.refresh(token + "x"));
        realm.token(WEB_APP.refresh(token).with("grant_type", "nonsense"));
        realm.token(WEB_APP.refresh(token));
        realm.keycloakToken(WEB_APP.refresh(token + "x"));
        realm.revoke(WEB_APP.revoke(token).with("client_secret", "wrong"));
        realm.revoke(Parameters.of("client_id", "other-app", "client_secret", "other-app-secret", "token", token));
        Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, "{\"refresh_token\":\"" + token + "\",}"));
        Http.send(Http.post(realm.uri("/oauth/token"), "text/plain", token));
        realm.introspect(WEB_APP, token, null);

        assertThat(realm.ledger().rows().stream().map(Object::toString).toList())
                .isEqualTo(before);
        assertThat(server.logSince(begin)).doesNotContain(signature).doesNotContain("web-app-secret");
        assertThat(realm.ledger().rows().toString()).doesNotContain(signature);
    }

    @Test
    void aSettingOfTheRealmCannotForgeALineOfTheLog() throws IOException {
        String forged = "2026-11-28 00:00:00,000 ERROR [forged] nobody said this";
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> ((ObjectNode) settings.get("attributes"))
                                .put("refresh_grants.leeway", "1\n" + forged + "\u2028"));
        try {
            realm.login(WEB_APP, "alice", ORDERS, "openid offline_access");
        } finally {
            realm.admin()
                    .change(
                            "/" + realm.name(),
                            settings -> ((ObjectNode) settings.get("attributes")).put("refresh_grants.leeway", ""));
        }
        List<String> lines = server.logSince(begin)
                .lines()
                .filter(line -> line.contains(forged))
                .toList();
        assertThat(lines).isNotEmpty().noneMatch(line -> line.startsWith(forged));
    }

    @Test
    void theServerHasLoggedNoErrorOfItsOwn() throws IOException {
        assertThat(server.logSince(begin)).doesNotContain("Uncaught server error");
        // Before that there may be what tests of rules provoke, and what the fuzz campaign makes Keycloak's own
        // endpoints log.
        assertThat(server.logSince(begin)).doesNotContain(" ERROR [io.refreshgrants");
    }
}
