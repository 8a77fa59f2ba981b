package io.refreshgrants.keycloak.behaviour.rotation;

import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.behaviour.rotation.FamilyModel.Settings;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of refresh, replay, leeway, revoke, expire and changes of settings, against {@link FamilyModel}.
 * {@code -Dproperty.sequences} for more, {@code -Dproperty.seed} to run a failure again.
 *
 * <p>All sequences of a batch share a clock that moves by multiples of four minutes. The model's limits lie two minutes
 * from any such multiple, so the seconds that really pass decide nothing.
 */
@KeycloakTest
@AloneOnServer
class FamilyPropertyIT {

    private static final int SEQUENCES = Integer.getInteger("property.sequences", 1_500);

    /** The same in every plain run, which is to fail for what has changed; who asks for more gets others. */
    private static final long SEED =
            Long.getLong("property.seed", System.getProperty("property.sequences") == null ? 1 : System.nanoTime());

    private static final int GRANTS = 10;
    private static final int FAMILIES = 5;
    private static final int STEPS = 8;
    private static final int[] ADVANCES = {0, 0, 0, 240, 240, 720, 2_880};

    private final DemoRealm realm;
    private final Random random = new Random(SEED);
    private long clock;

    FamilyPropertyIT(DemoRealm realm) {
        this.realm = realm;
    }

    @Test
    void theFamilyDoesWhatTheModelSays() throws InterruptedException, ExecutionException {
        ExecutorService requests = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < GRANTS; i++) {
                realm.users().add("user" + i);
            }
            for (int done = 0; done < SEQUENCES; done += GRANTS * FAMILIES) {
                batch(requests);
            }
        } finally {
            requests.shutdownNow();
        }
    }

    private void batch(ExecutorService requests) throws InterruptedException, ExecutionException {
        Settings settings = change();
        List<List<FamilyModel>> grants = new ArrayList<>();
        for (int i = 0; i < GRANTS; i++) {
            grants.add(grant("user" + i, settings));
        }
        for (int step = 0; step < STEPS; step++) {
            clock += ADVANCES[random.nextInt(ADVANCES.length)];
            realm.clock().ahead(Duration.ofSeconds(clock));
            if (random.nextInt(6) == 0) {
                settings = change();
            }
            List<Callable<Void>> turns = new ArrayList<>();
            for (List<FamilyModel> grant : grants) {
                turns.add(turn(grant, settings, new Random(random.nextLong())));
            }
            for (Future<Void> turn : requests.invokeAll(turns)) {
                turn.get();
            }
        }
        for (List<FamilyModel> grant : grants) {
            grant.forEach(family -> realm.revoke(ROTATING_APP.revoke(family.tokens.get(family.newest()))));
        }
    }

    private List<FamilyModel> grant(String user, Settings settings) {
        List<FamilyModel> grant = new ArrayList<>();
        for (int i = 0; i < FAMILIES; i++) {
            new FamilyModel(grant, realm.refreshToken(ROTATING_APP, user), settings, clock);
        }
        return grant;
    }

    /** One thing happens to each family of a grant, one after the other: they can end each other. */
    private Callable<Void> turn(List<FamilyModel> grant, Settings settings, Random choice) {
        long now = clock;
        return () -> {
            for (FamilyModel family : grant) {
                if (choice.nextInt(40) == 0) {
                    int token = choice.nextInt(family.tokens.size());
                    assertThat(realm.revoke(ROTATING_APP.revoke(family.tokens.get(token)))
                                    .status())
                            .isEqualTo(200);
                    family.revoke(token, settings, now);
                } else {
                    int token = choice.nextInt(3) > 0 ? family.newest() : choice.nextInt(family.tokens.size());
                    use(family, token, settings, now);
                }
            }
            return null;
        };
    }

    private void use(FamilyModel family, int token, Settings settings, long now) {
        String before = "token " + token + " of " + family.tokens.size() + ", newest " + family.newest() + ", alive "
                + family.isAlive() + ", " + settings + ", at " + now + ", seed " + SEED;
        Answer answer = realm.token(ROTATING_APP.refresh(family.tokens.get(token)));
        boolean works = family.use(token, settings, now);

        assertThat(answer.status()).as(before + ": " + answer.body()).isEqualTo(works ? 200 : 403);
        if (works) {
            assertThat(answer.has("refresh_token")).as(before).isEqualTo(settings.rotating());
        }
        if (works && settings.rotating()) {
            family.tokens.add(answer.refreshToken());
        }
    }

    private Settings change() {
        Settings settings = new Settings(
                random.nextInt(4) > 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(4) > 0);
        realm.clients().change(ROTATING_APP, client -> {
            ObjectNode attributes = (ObjectNode) client.get("attributes");
            attributes.put("refresh_grants.rotation_type", settings.rotating() ? "rotating" : "non-rotating");
            attributes.put("refresh_grants.leeway", settings.leeway() ? String.valueOf(FamilyModel.LEEWAY) : "0");
            attributes.put("refresh_grants.expiration_type", "expiring");
            attributes.put("refresh_grants.idle_token_lifetime", String.valueOf(FamilyModel.IDLE));
            attributes.put("refresh_grants.infinite_idle_token_lifetime", String.valueOf(!settings.idle()));
            attributes.put("refresh_grants.token_lifetime", String.valueOf(FamilyModel.LIFETIME));
            attributes.put("refresh_grants.infinite_token_lifetime", String.valueOf(!settings.lifetime()));
            attributes.put("refresh_grants.reuse_detection", settings.enforce() ? "enforce" : "log");
            attributes.put("refresh_grants.throttle_requests", "0");
            attributes.put("refresh_grants.max_tokens", "100000");
        });
        return settings;
    }
}
