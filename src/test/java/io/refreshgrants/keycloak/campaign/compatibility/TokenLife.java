package io.refreshgrants.keycloak.campaign.compatibility;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.RealmRules;

/** A refresh token from the login to its end, with a rule that sees it. */
final class TokenLife {

    private static final String CLAIM = "https://example.com/protocol";

    private TokenLife() {}

    static void live(DemoRealm realm) {
        new RealmRules(realm)
                .rule(
                        "protocol",
                        1,
                        "context.accessToken['" + CLAIM + "'] = context.protocol; callback(null, user, context);");

        Answer login = realm.login(ROTATING_APP, "alice", ORDERS, "openid offline_access read:orders");
        assertThat(login.claims("access_token").path(CLAIM).asText()).isEqualTo("oauth2-password");

        Answer refreshed = expect(200, realm.token(ROTATING_APP.refresh(login.refreshToken())));
        assertThat(refreshed.claims("access_token").path(CLAIM).asText()).isEqualTo("oauth2-refresh-token");
        assertThat(refreshed.refreshToken()).isNotEqualTo(login.refreshToken());

        expect(200, realm.revoke(ROTATING_APP.revoke(refreshed.refreshToken())));
        assertThat(realm.token(ROTATING_APP.refresh(refreshed.refreshToken())).refusal())
                .isEqualTo(Answer.UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.token(ROTATING_APP.refresh(login.refreshToken())).refusal())
                .isEqualTo(Answer.UNKNOWN);
    }
}
