package io.refreshgrants.keycloak.token;

import static io.refreshgrants.keycloak.token.RefreshFixture.BILLING;
import static io.refreshgrants.keycloak.token.RefreshFixture.ORDERS;
import static io.refreshgrants.keycloak.token.RefreshFixture.REPORTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.api.Api;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a login may get: whether it is managed, for which APIs, and whether a refresh token is due. */
class OfflineAccessTest {

    /**
     * A login that has been granted everything it asks for.
     *
     * @param scope what it asks for
     * @param apis what the access token is for
     * @param denial why there is no refresh token
     */
    private record Row(
            String situation,
            Consumer<ClientFixture> change,
            String scope,
            List<Api> apis,
            boolean offlineAccess,
            Optional<OfflineAccessDenial> denial) {

        @Override
        public String toString() {
            return situation;
        }
    }

    private static Row given(String situation, Consumer<ClientFixture> change, String scope, Api... apis) {
        return new Row(situation, change, scope, List.of(apis), true, Optional.empty());
    }

    private static Row notAsked(String situation, Consumer<ClientFixture> change, String scope, Api... apis) {
        return new Row(situation, change, scope, List.of(apis), false, Optional.empty());
    }

    private static Row denied(
            OfflineAccessDenial denial, String situation, Consumer<ClientFixture> change, String scope, Api... apis) {
        return new Row(situation, change, scope, List.of(apis), false, Optional.of(denial));
    }

    static List<Row> decisions() {
        return List.of(
                given("an API that allows it", it -> {}, "openid offline_access orders", ORDERS),
                given("two APIs that allow it", it -> {}, "offline_access orders billing", ORDERS, BILLING),
                given("no API", it -> {}, "openid offline_access"),
                given(
                        "an API of every request that allows it",
                        it -> it.alwaysFor(ORDERS),
                        "openid offline_access",
                        ORDERS),
                given(
                        "a named API beside one of every request",
                        it -> it.alwaysFor(BILLING),
                        "offline_access orders",
                        ORDERS),
                given(
                        "a rotating application in a browser",
                        it -> {
                            it.singlePage = true;
                            it.rotating = true;
                        },
                        "offline_access orders",
                        ORDERS),
                notAsked("a login that does not ask for it", it -> {}, "openid orders", ORDERS),
                notAsked("nor does one for an API that allows none", it -> {}, "openid reports", REPORTS),
                denied(
                        OfflineAccessDenial.OFFLINE_ACCESS_NOT_ALLOWED,
                        "an API that allows none",
                        it -> {},
                        "offline_access reports",
                        REPORTS),
                denied(
                        OfflineAccessDenial.OFFLINE_ACCESS_NOT_ALLOWED,
                        "one of two APIs that allows none",
                        it -> {},
                        "offline_access orders reports",
                        ORDERS,
                        REPORTS),
                denied(
                        OfflineAccessDenial.OFFLINE_ACCESS_NOT_ALLOWED,
                        "an API of every request that allows none, beside a named one",
                        it -> it.alwaysFor(REPORTS),
                        "offline_access orders",
                        ORDERS),
                denied(
                        OfflineAccessDenial.CLIENT_USES_NO_REFRESH_TOKENS,
                        "a client that uses no refresh tokens",
                        it -> it.usesRefreshTokens = false,
                        "offline_access orders",
                        ORDERS),
                denied(
                        OfflineAccessDenial.SINGLE_PAGE_APPLICATION_WITHOUT_ROTATION,
                        "an application in a browser that does not rotate",
                        it -> it.singlePage = true,
                        "offline_access orders",
                        ORDERS));
    }

    private static ClientFixture client() {
        return new ClientFixture().mayAskFor(ORDERS).mayAskFor(BILLING).mayAskFor(REPORTS);
    }

    private static void assertDecision(Row row, Issuance decided) {
        assertThat(decided.identifiers())
                .containsExactlyInAnyOrderElementsOf(
                        row.apis().stream().map(Api::identifier).toList());
        assertThat(decided.offlineAccess()).isEqualTo(row.offlineAccess());
        assertThat(decided.denial().map(denial -> denial.split(":")[0]))
                .isEqualTo(row.denial().map(OfflineAccessDenial::code));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void isDecidedAfterTheLogin(Row row) throws ApiNotGrantedException {
        ClientFixture client = client();
        row.change().accept(client);
        Scopes asked = Scopes.parse(row.scope());
        Scopes granted = asked.with(
                client.apis().granted(Set.of()).stream().map(Api::scope).toList());

        assertDecision(
                row, Issuance.granted(EntryPoint.AUTH0, client, granted, asked).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void isExpectedBeforeTheLogin(Row row) {
        ClientFixture client = client();
        row.change().accept(client);

        assertDecision(
                row,
                Issuance.beforeLogin(EntryPoint.AUTH0, client, Scopes.parse(row.scope()))
                        .orElseThrow());
    }

    @Test
    void everyDenialHasARow() {
        assertThat(decisions().stream().flatMap(row -> row.denial().stream()).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(OfflineAccessDenial.class));
    }

    @Test
    void aDenialNamesTheApi() {
        assertThat(Issuance.beforeLogin(EntryPoint.AUTH0, client(), Scopes.parse("offline_access reports"))
                        .orElseThrow()
                        .denial())
                .contains("offline_access_not_allowed:" + REPORTS.identifier());
    }

    @Test
    void anApiThatARoleLimitsCountsForUsersWhoHaveTheRole() throws ApiNotGrantedException {
        ClientFixture client = client().alwaysForUsersWithRole(REPORTS);
        Scopes asked = Scopes.parse("offline_access orders");

        assertThat(Issuance.beforeLogin(EntryPoint.AUTH0, client, asked)
                        .orElseThrow()
                        .offlineAccess())
                .isTrue();
        assertThat(Issuance.granted(EntryPoint.AUTH0, client, asked, asked)
                        .orElseThrow()
                        .offlineAccess())
                .isTrue();
        assertThat(Issuance.granted(EntryPoint.AUTH0, client, asked.with(List.of("reports")), asked)
                        .orElseThrow()
                        .offlineAccess())
                .isFalse();
    }

    @Test
    void anApiThatIsNamedAndNotGrantedIsRefused() {
        Scopes asked = Scopes.parse("offline_access orders");

        assertThatThrownBy(() -> Issuance.granted(EntryPoint.AUTH0, client(), Scopes.parse("offline_access"), asked))
                .isInstanceOfSatisfying(
                        ApiNotGrantedException.class,
                        refused -> assertThat(refused.audience()).isEqualTo(ORDERS.identifier()));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH0, false, openid, true",
        "KEYCLOAK, false, openid, false",
        "KEYCLOAK, false, openid offline_access, false",
        "KEYCLOAK, true, openid, true",
        "KEYCLOAK, false, openid orders, true",
    })
    void isManagedByItsDoorItsClientOrTheApiItNames(
            EntryPoint door, boolean conformant, String scope, boolean managed) {
        ClientFixture client = client();
        client.conformant = conformant;

        assertThat(Issuance.beforeLogin(door, client, Scopes.parse(scope)).isPresent())
                .isEqualTo(managed);
    }
}
