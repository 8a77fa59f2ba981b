package io.refreshgrants.keycloak.campaign.fuzz;

import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;
import java.util.stream.Stream;

/**
 * Valid tokens to start from. Their number and kinds are always the same, so one seed always makes the same requests.
 *
 * @param refreshed tokens of several kinds for the token endpoints, those most likely to work first
 * @param revoked tokens for the revocation endpoints, of another user so that the others stay alive
 */
record Corpus(List<String> refreshed, List<String> revoked) {

    static Corpus of(DemoRealm realm, DemoRealm other) {
        Answer login = realm.login(WEB_APP, "alice", ORDERS, "openid offline_access read:orders");
        String old = realm.refreshToken(ROTATING_APP, "alice");
        Answer unmanaged = realm.keycloakToken(WEB_APP.password("alice", null, "openid"));
        String dead = realm.refreshToken(WEB_APP, "carol");
        realm.revoke(WEB_APP.revoke(dead));
        return new Corpus(
                List.of(
                        login.refreshToken(),
                        realm.token(ROTATING_APP.refresh(old)).refreshToken(),
                        old,
                        realm.refreshToken(OTHER_APP, "alice"),
                        other.refreshToken(WEB_APP, "alice"),
                        dead,
                        unmanaged.refreshToken(),
                        login.accessToken(),
                        login.text("id_token")),
                List.of(
                        realm.refreshToken(WEB_APP, "bob"),
                        realm.refreshToken(NATIVE_APP, "bob"),
                        realm.refreshToken(OTHER_APP, "bob"),
                        other.refreshToken(WEB_APP, "bob"),
                        dead));
    }

    /** Texts that no response and no log may contain: the tokens' signatures. */
    List<String> secrets() {
        return Stream.concat(refreshed.stream(), revoked.stream())
                .map(token -> token.substring(token.lastIndexOf('.') + 1))
                .toList();
    }
}
