package io.refreshgrants.keycloak.campaign.soak;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The realm of the soak. Everything in it is short-lived, so there is always something to tidy up. */
final class SoakedRealm {

    static final String NAME = "soak";
    static final int VISITORS = 60;

    /** The claim that the rule adds to the access tokens of one client. */
    static final String CLAIM = "https://example.com/email";

    /** Adds a claim and increments an attribute of the user. */
    static final String RULE = "function (user, context, callback) {\n"
            + "  user.app_metadata = user.app_metadata || {};\n"
            + "  user.app_metadata.issues = (user.app_metadata.issues || 0) + 1;\n"
            + "  context.accessToken['" + CLAIM + "'] = user.email;\n"
            + "  auth0.users.updateAppMetadata(user.user_id, user.app_metadata)\n"
            + "      .then(() => callback(null, user, context)).catch(callback);\n"
            + "}";

    /** The idle time of a browser session. */
    private static final Duration SESSION_IDLE = Duration.ofSeconds(60);

    /** Keycloak keeps an idle session three minutes longer and checks at most once a minute. */
    static final Duration SESSION_GONE =
            SESSION_IDLE.plusMinutes(3).plusMinutes(1).plusSeconds(30);

    private static final int EVENTS_SECONDS = 30;

    /** Long enough that the test's own admin logins do not count. */
    private static final int ADMINS_TOKEN_SECONDS = 86_400;

    private SoakedRealm() {}

    static List<String> visitors() {
        return IntStream.range(0, VISITORS)
                .mapToObj(number -> "visitor-" + number)
                .toList();
    }

    static void prepare(DemoRealm realm) {
        realm.admin()
                .change(
                        "/master",
                        master -> master.put("accessTokenLifespan", ADMINS_TOKEN_SECONDS)
                                .put("ssoSessionIdleTimeout", ADMINS_TOKEN_SECONDS)
                                .put("ssoSessionMaxLifespan", ADMINS_TOKEN_SECONDS));
        realm.admin().change("/" + NAME, settings -> {
            settings.put("ssoSessionIdleTimeout", SESSION_IDLE.toSeconds())
                    .put("ssoSessionMaxLifespan", SESSION_IDLE.toSeconds())
                    .put("eventsExpiration", EVENTS_SECONDS);
            settings.withObjectProperty("attributes").put("adminEventsExpiration", String.valueOf(EVENTS_SECONDS));
        });
        realm.users().allowUnmanagedAttributes();
        for (SoakedClient client : SoakedClient.values()) {
            realm.clients().change(client.application, representation -> {
                ObjectNode attributes = (ObjectNode) representation.get("attributes");
                client.attributes().forEach((name, value) -> attributes.put("refresh_grants." + name, value));
            });
        }
        new RealmRules(realm)
                .add(
                        "email",
                        "script",
                        Map.of(
                                "kind",
                                "rule",
                                "order",
                                "1",
                                "script",
                                RULE,
                                "clients",
                                List.of(SoakedClient.RULED.application.clientId())));
        visitors().forEach(realm.users()::add);
        expect(204, realm.admin().delete("/" + NAME + "/events"));
        expect(204, realm.admin().delete("/" + NAME + "/admin-events"));
    }

    /** Runs Keycloak's and the extension's periodic tasks now. */
    static void tidyUp(DemoRealm realm) {
        realm.clock().run("ClearExpiredEvents");
        realm.clock().run("ClearExpiredAdminEvents");
        realm.clock().run("ClearExpiredUserSessions");
        realm.ledger().prune();
    }
}
