package io.refreshgrants.keycloak.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.settings.ResourcePolicy;
import io.refreshgrants.keycloak.settings.RotationSettings.ReuseDetection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.OAuthErrorException;

/** Every refusal of a refresh token, and the situations that lead to it. */
class RefreshRefusalTest {

    /** Refusals that need Keycloak's user storage, each with the room that decides it; an IT shows them. */
    private static final Map<RefreshRefusal, String> DECIDED_ELSEWHERE =
            Map.of(RefreshRefusal.USER_NOT_AVAILABLE, "adapter.refresh");

    private record Row(
            RefreshRefusal refusal,
            String situation,
            Consumer<RefreshFixture> change,
            Consumer<RefreshFixture> request) {

        @Override
        public String toString() {
            return situation + ": " + refusal.reason();
        }
    }

    private static Row refused(RefreshRefusal refusal, String situation, Consumer<RefreshFixture> change) {
        return new Row(refusal, situation, change, RefreshFixture::refresh);
    }

    static List<Row> refusals() {
        return List.of(
                refused(
                        RefreshRefusal.REFRESH_TOKEN_NOT_MANAGED,
                        "the token names no family",
                        it -> it.managed = false),
                refused(RefreshRefusal.REFRESH_TOKEN_UNKNOWN, "there is no such family", it -> it.known = false),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_UNKNOWN,
                        "the family is another realm's",
                        it -> it.family.realmId = "other"),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_UNKNOWN,
                        "the family is another client's",
                        it -> it.family.clientId = "other"),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_UNKNOWN,
                        "the session is another user's",
                        it -> it.userOfSession = "bob"),
                refused(RefreshRefusal.USER_NOT_FOUND, "family and user are gone", it -> {
                    it.known = false;
                    it.deletedUsers.add("alice");
                }),
                refused(RefreshRefusal.REFRESH_TOKEN_REVOKED, "the family is revoked", it -> it.family.revoked()),
                refused(RefreshRefusal.REFRESH_TOKEN_REVOKED, "the family is revoked and past its end", it -> {
                    it.family.revoked();
                    it.family.end = Optional.of(it.now);
                }),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_REVOKED,
                        "another request revokes the family first, and its use is due to be noted",
                        it -> {
                            it.client.idleLifetime = Optional.of(Duration.ofHours(12));
                            revokedMeanwhile(it);
                        }),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_REVOKED,
                        "another request revokes the rotating family first",
                        it -> {
                            it.rotating();
                            revokedMeanwhile(it);
                        }),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_REVOKED,
                        "another request removes the rotating family first",
                        it -> {
                            it.rotating();
                            it.meanwhile = ledger -> ledger.forget(FamilyFixture.ID);
                        }),
                new Row(
                        RefreshRefusal.REFRESH_TOKEN_REVOKED,
                        "the family's revocation has removed the session",
                        RefreshRefusalTest::revokedMeanwhile,
                        RefreshFixture::refreshWithoutSession),
                new Row(
                        RefreshRefusal.SESSION_NOT_FOUND,
                        "the session is gone and the family lives",
                        it -> {},
                        RefreshFixture::refreshWithoutSession),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_EXPIRED,
                        "the family is at its end",
                        it -> it.family.end = Optional.of(it.now)),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_IDLE,
                        "the family was not used for the application's idle time",
                        it -> it.client.idleLifetime = Optional.of(Duration.ofHours(1))),
                refused(
                        RefreshRefusal.REFRESH_TOKEN_IDLE,
                        "a rule has ended the family unless it was used before",
                        it -> it.family.idleEnd = Optional.of(it.now)),
                refused(
                        RefreshRefusal.OFFLINE_SESSION_MAX,
                        "the login is longer ago than Keycloak allows",
                        it -> it.client.maxOfflineSession = Optional.of(Duration.ofMinutes(59))),
                refused(
                        RefreshRefusal.REFRESH_TOKENS_NOT_ALLOWED,
                        "the client uses no refresh tokens",
                        it -> it.client.usesRefreshTokens = false),
                refused(
                        RefreshRefusal.REFRESH_TOKENS_NOT_ALLOWED,
                        "the application runs in a browser and does not rotate",
                        it -> it.client.singlePage = true),
                refused(
                        RefreshRefusal.API_NOT_AVAILABLE,
                        "the client has lost the API of the grant",
                        it -> it.client.losesApis()),
                refused(RefreshRefusal.API_NOT_AVAILABLE, "a policy names an API that the client does not have", it -> {
                    it.client.policies.add(new ResourcePolicy(RefreshFixture.BILLING.identifier(), Set.of()));
                    it.audience = RefreshFixture.BILLING.identifier();
                }),
                refused(RefreshRefusal.AUDIENCE_NOT_ALLOWED, "no policy names the API asked for", it -> {
                    it.client.policies.add(new ResourcePolicy(RefreshFixture.ORDERS.identifier(), Set.of()));
                    it.audience = RefreshFixture.BILLING.identifier();
                }),
                refused(
                        RefreshRefusal.AUDIENCE_NOT_ALLOWED,
                        "no policy names the API asked for at Keycloak's path",
                        it -> {
                            it.door = EntryPoint.KEYCLOAK;
                            it.client.apisOfOtherClients.add(RefreshFixture.BILLING.identifier());
                            it.client.policies.add(new ResourcePolicy(RefreshFixture.ORDERS.identifier(), Set.of()));
                            it.audience = RefreshFixture.BILLING.identifier();
                        }),
                refused(
                        RefreshRefusal.API_NOT_GRANTED,
                        "the user has lost the API's role",
                        it -> it.withoutRole.add(RefreshFixture.ORDERS)),
                refused(RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED, "the API of the grant allows none now", it -> {
                    it.family.audience = RefreshFixture.REPORTS.identifier();
                    it.client.mayAskFor(RefreshFixture.REPORTS);
                }),
                refused(
                        RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED,
                        "an API of every request allows none",
                        it -> it.client.alwaysFor(RefreshFixture.REPORTS)),
                refused(
                        RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED,
                        "an API of every request of this user allows none",
                        it -> it.client.alwaysForUsersWithRole(RefreshFixture.REPORTS)),
                new Row(
                        RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED,
                        "a token of Keycloak's own names an API that allows none",
                        it -> {
                            it.managed = false;
                            it.family.scope = "openid offline_access reports";
                            it.client.mayAskFor(RefreshFixture.REPORTS);
                        },
                        RefreshFixture::checkUnmanaged),
                refused(RefreshRefusal.ROTATION_TURNED_OFF, "the family rotates and the application does not", it -> {
                    it.rotating();
                    it.client.rotating = false;
                }),
                refused(RefreshRefusal.REFRESH_TOKEN_REUSE, "the token was rotated long ago", it -> {
                    it.rotating();
                    it.presented = "first";
                }),
                refused(RefreshRefusal.REFRESH_TOKEN_REUSE, "the token was rotated and there is no leeway", it -> {
                    it.rotating();
                    it.presented = "second";
                }),
                refused(RefreshRefusal.REFRESH_TOKEN_REUSE, "the token was rotated and the leeway has passed", it -> {
                    it.rotating();
                    it.presented = "second";
                    it.client.leeway = Duration.ofSeconds(10);
                }),
                refused(RefreshRefusal.REFRESH_TOKEN_REUSE, "another request rotates the token first", it -> {
                    it.rotating();
                    it.meanwhile = RefreshRefusalTest::rotate;
                }));
    }

    private static void revokedMeanwhile(RefreshFixture it) {
        it.meanwhile = ledger -> {
            it.family.revoked();
            ledger.open(it.family.family());
        };
    }

    private static void rotate(MemoryLedger ledger) {
        ledger.rotateAnyway(FamilyFixture.ID, "third", "fourth", null);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(Row row) {
        RefreshFixture situation = new RefreshFixture();
        row.change().accept(situation);

        RefreshRefusedException refused = catchThrowableOfType(
                RefreshRefusedException.class, () -> row.request().accept(situation));

        assertThat(refused).isNotNull();
        assertThat(refused.refusal()).isEqualTo(row.refusal());
    }

    @Test
    void everyRefusalHasARow() {
        Set<RefreshRefusal> covered =
                refusals().stream().map(Row::refusal).collect(Collectors.toCollection(HashSet::new));
        assertThat(covered).doesNotContainAnyElementsOf(DECIDED_ELSEWHERE.keySet());
        covered.addAll(DECIDED_ELSEWHERE.keySet());
        assertThat(covered).containsExactlyInAnyOrder(RefreshRefusal.values());
    }

    private record Allowed(String situation, Consumer<RefreshFixture> change) {

        @Override
        public String toString() {
            return situation;
        }
    }

    /** The same situations a step before they are refused. */
    static List<Allowed> allowed() {
        return List.of(
                new Allowed("nothing is wrong", it -> {}),
                new Allowed("the newest token of a rotating family", RefreshFixture::rotating),
                new Allowed("a second before the end", it -> it.family.end = Optional.of(it.now.plusSeconds(1))),
                new Allowed(
                        "a second before the idle time is over",
                        it -> it.client.idleLifetime = Optional.of(Duration.ofSeconds(3601))),
                new Allowed(
                        "at the last moment that Keycloak allows",
                        it -> it.client.maxOfflineSession = Optional.of(Duration.ofHours(1))),
                new Allowed("a rotating application in a browser", it -> {
                    it.rotating();
                    it.client.singlePage = true;
                }),
                new Allowed("an application that has been switched to rotation", it -> it.client.rotating = true),
                new Allowed("the token before the newest, within the leeway", it -> {
                    it.rotating();
                    it.presented = "second";
                    it.client.leeway = Duration.ofSeconds(11);
                }),
                new Allowed("a request that loses to another, within the leeway", it -> {
                    it.rotating();
                    it.client.leeway = Duration.ofSeconds(11);
                    it.meanwhile = RefreshRefusalTest::rotate;
                }),
                new Allowed("a reuse that is only watched for", it -> {
                    it.rotating();
                    it.presented = "first";
                    it.client.reuseDetection = ReuseDetection.LOG;
                }),
                new Allowed("an API that a policy names", it -> {
                    it.client.mayAskFor(RefreshFixture.BILLING);
                    it.client.policies.add(new ResourcePolicy(RefreshFixture.BILLING.identifier(), Set.of()));
                    it.audience = RefreshFixture.BILLING.identifier();
                }),
                new Allowed("another audience where the application has no policies", it -> it.audience = "other"),
                new Allowed("an audience that names no API at Keycloak's path", it -> {
                    it.door = EntryPoint.KEYCLOAK;
                    it.client.policies.add(new ResourcePolicy(RefreshFixture.ORDERS.identifier(), Set.of()));
                    it.audience = "other";
                }),
                new Allowed("an API without offline access that only other users have", it -> {
                    it.client.alwaysForUsersWithRole(RefreshFixture.REPORTS);
                    it.withoutRole.add(RefreshFixture.REPORTS);
                }));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void isAllowed(Allowed row) {
        RefreshFixture situation = new RefreshFixture();
        row.change().accept(situation);

        assertThat(situation.refresh().family().grant().userId()).isEqualTo("alice");
    }

    @ParameterizedTest
    @EnumSource
    void errorsAreThoseOfTheProtocol(RefreshRefusal refusal) {
        boolean aboutTheApi = refusal == RefreshRefusal.AUDIENCE_NOT_ALLOWED;
        assertThat(refusal.error())
                .isEqualTo(aboutTheApi ? OAuthErrorException.ACCESS_DENIED : OAuthErrorException.INVALID_GRANT);
        assertThat(refusal.status()).isEqualTo(aboutTheApi ? 403 : 400);
    }

    @Test
    void onlyACopyAndTheEndOfRotationEndTheFamily() {
        Map<RefreshRefusal, RevocationReason> consequences = List.of(RefreshRefusal.values()).stream()
                .filter(refusal -> refusal.consequence().isPresent())
                .collect(Collectors.toMap(
                        refusal -> refusal, refusal -> refusal.consequence().orElseThrow()));

        assertThat(consequences)
                .isEqualTo(Map.of(
                        RefreshRefusal.REFRESH_TOKEN_REUSE,
                        RevocationReason.REUSE_DETECTED,
                        RefreshRefusal.ROTATION_TURNED_OFF,
                        RevocationReason.ROTATION_TURNED_OFF));
    }
}
