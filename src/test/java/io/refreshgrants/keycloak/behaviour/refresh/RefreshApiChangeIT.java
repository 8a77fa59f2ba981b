package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin changes at an API, or takes away from an application, while refresh tokens are out. */
@KeycloakTest
class RefreshApiChangeIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final LoggedInUser carol;

    RefreshApiChangeIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new LoggedInUser(realm);
    }

    @Test
    void offlineAccessSwitchedOffRefusesUntilItIsOnAgain() {
        realm.clients().setApi("orders-api", "allow_offline_access", "false");
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
            assertThat(realm.events()
                            .newest("REFRESH_TOKEN_ERROR")
                            .path("details")
                            .path("audience")
                            .asText())
                    .isEqualTo(ORDERS);
        } finally {
            realm.clients().setApi("orders-api", "allow_offline_access", "true");
        }
        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void switchingOneApiOffLeavesOthersAlone() {
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        realm.clients().setApi("orders-api", "allow_offline_access", "false");
        try {
            assertThat(realm.token(WEB_APP.refresh(billing)).status()).isEqualTo(200);
        } finally {
            realm.clients().setApi("orders-api", "allow_offline_access", "true");
        }
    }

    @Test
    void anApiTakenAwayFromTheClientRefusesUntilItIsGivenBack() {
        realm.clients().assign(WEB_APP, "orders-api", null);
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("api_not_available");
        } finally {
            realm.clients().assign(WEB_APP, "orders-api", "optional");
        }
        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void anApiWithANewIdentifierIsAnotherApi() {
        realm.clients().setApi("orders-api", "identifier", "urn:orders:2");
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("api_not_available");
        } finally {
            realm.clients().setApi("orders-api", "identifier", ORDERS);
        }
    }

    @Test
    void anApiWhoseScopeIsRenamedIsTheSameApi() {
        String path = realm.clients().scopePath("orders-api");
        realm.admin().change(path, scope -> scope.put("name", "orders-renamed"));
        try {
            Answer answer = carol.refresh("openid read:orders");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
        } finally {
            realm.admin().change(path, scope -> scope.put("name", "orders-api"));
        }
    }

    @Test
    void anApiWithoutOfflineAccessThatBecomesADefaultScopeRefuses() {
        realm.clients().assign(WEB_APP, "reports-api", "default");
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events()
                            .newest("REFRESH_TOKEN_ERROR")
                            .path("details")
                            .path("audience")
                            .asText())
                    .isEqualTo(REPORTS);
        } finally {
            realm.clients().assign(WEB_APP, "reports-api", "optional");
        }
    }

    @Test
    void offlineAccessTakenAwayFromTheClientRefuses() {
        realm.clients().assign(WEB_APP, "offline_access", null);
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).contains("offline access not granted anymore");
        } finally {
            realm.clients().assign(WEB_APP, "offline_access", "optional");
        }
    }
}
