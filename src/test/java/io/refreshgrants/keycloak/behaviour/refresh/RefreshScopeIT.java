package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scope of a refresh exchange (RFC 6749 section 6): a request may narrow it and never widens it. */
@KeycloakTest
class RefreshScopeIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final LoggedInUser carol;

    RefreshScopeIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new LoggedInUser(realm);
    }

    @ParameterizedTest
    @CsvSource({
        "openid read:orders, openid read:orders",
        "openid, openid",
        "read:orders, read:orders",
        "openid offline_access, openid offline_access",
        "openid email read:orders, openid email read:orders"
    })
    void aScopeNarrowsTheAccessTokenAndTheAnswer(String asked, String given) {
        Answer answer = carol.refresh(asked);

        assertThat(answer.scope()).containsExactlyInAnyOrder(given.split(" "));
        assertThat(answer.claims("access_token").path("scope").asText().split(" "))
                .containsExactlyInAnyOrder(given.split(" "));
        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
    }

    @Test
    void narrowingNeverSticks() {
        carol.refresh("openid");

        assertThat(carol.refresh().scope()).contains("openid", "offline_access", "read:orders", "write:orders");
    }

    @Test
    void anIdTokenComesBackEvenWhenOpenidIsNarrowedAway() {
        Answer answer = carol.refresh("read:orders");

        assertThat(answer.has("id_token")).isTrue();
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read:orders phone", "read:orders billing-api", "read:orders nonsense"})
    void aScopeThatWasNeverGrantedIsIgnored(String asked) {
        Answer answer = carol.refresh(asked);

        assertThat(answer.scope()).containsExactly("read:orders");
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
    }

    @Test
    void onlyScopesThatWereNeverGrantedAreNoScopeAtAll() {
        assertThat(carol.refresh("phone nonsense").scope()).contains("openid", "read:orders", "write:orders");
    }

    @Test
    void anAudienceOfTheRequestIsIgnored() {
        Answer answer = realm.token(WEB_APP.refresh(carol.token()).with("audience", BILLING));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path("aud").toString())
                .contains(ORDERS)
                .doesNotContain(BILLING);
    }

    @Test
    void aDefaultScopeThatCameLaterIsNotAdded() {
        realm.clients().assign(WEB_APP, "phone", "default");
        try {
            assertThat(carol.refresh().scope()).doesNotContain("phone");
        } finally {
            realm.clients().assign(WEB_APP, "phone", "optional");
        }
    }

    @Test
    void aScopeTakenAwayFromTheClientIsGone() {
        realm.clients().assign(WEB_APP, "write:orders", null);
        try {
            assertThat(carol.refresh().scope()).contains("read:orders").doesNotContain("write:orders");
        } finally {
            realm.clients().assign(WEB_APP, "write:orders", "optional");
        }
    }
}
