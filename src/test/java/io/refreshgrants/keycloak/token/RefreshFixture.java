package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.grant.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * A refresh that is allowed, an hour after the login, until a test changes one thing of it. It takes the steps of a request:
 * decide, confirm with the user of the session found, complete.
 */
final class RefreshFixture {

    static final Api ORDERS = api("https://api.example.com/orders", "orders", true);
    static final Api BILLING = api("https://api.example.com/billing", "billing", true);
    static final Api REPORTS = api("https://api.example.com/reports", "reports", false);

    final Instant now = Instant.parse("2026-11-29T12:00:00Z");
    final Instant login = now.minus(Duration.ofHours(1));
    final MemoryLedger ledger = new MemoryLedger(now);
    final FamilyFixture family = new FamilyFixture(login);
    ClientFixture client = new ClientFixture().mayAskFor(ORDERS);
    EntryPoint door = EntryPoint.AUTH0;
    String presented = "first";

    @Nullable
    String audience;

    String userOfSession = "alice";
    boolean known = true;
    boolean managed = true;
    final Set<String> deletedUsers = new HashSet<>();
    final Set<Api> withoutRole = new HashSet<>();
    Consumer<MemoryLedger> meanwhile = rows -> {};

    static Api api(String identifier, String scope, boolean allowOfflineAccess) {
        return new Api(identifier, allowOfflineAccess, Duration.ofHours(24), Duration.ofHours(2), scope);
    }

    AccessToken token() {
        AccessToken token = new AccessToken();
        token.type(TokenUtil.TOKEN_TYPE_OFFLINE);
        token.id(presented);
        token.setScope(family.scope);
        if (managed) {
            FamilyClaim.write(token, FamilyFixture.ID, 1, family.userId, Optional.empty());
        }
        return token;
    }

    /** Turns rotation on, at the client and in the family, whose newest token is the third and is presented. */
    void rotating() {
        client.rotating = true;
        family.rotated(3, now.minusSeconds(10));
        presented = "third";
    }

    FamilyRefresh decide() {
        if (known) {
            ledger.open(family.family());
        }
        return FamilyRefresh.of(ledger, client, RefreshRequest.of(door, token(), audience), deletedUsers::contains);
    }

    FamilyRefresh refresh() {
        FamilyRefresh refresh = decide();
        refresh.confirm(userOfSession, api -> !withoutRole.contains(api));
        meanwhile.accept(ledger);
        refresh.complete("next", new Device("192.0.2.1", "a browser"), Optional.empty(), Optional.empty());
        return refresh;
    }

    /** A refresh whose offline session Keycloak does not find. */
    void refreshWithoutSession() {
        FamilyRefresh refresh = decide();
        meanwhile.accept(ledger);
        throw refresh.withoutSession();
    }

    /** What is asked of a token of Keycloak's own. */
    void checkUnmanaged() {
        UnmanagedOfflineToken.check(client.apis(), token());
    }

    /** What a revocation asks. */
    Optional<RefreshRefusal> death() {
        ledger.open(family.family());
        return Standing.death(client, ledger.find(FamilyFixture.ID).orElseThrow(), presented)
                .map(RefreshRefusedException::refusal);
    }
}
