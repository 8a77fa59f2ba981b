package io.refreshgrants.keycloak.campaign.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code ./mvnw verify -Dcampaign=soak}: mixed load at a steady rate for an hour, on its own servers on this machine.
 * It pauses twelve times to compare what the servers keep with what they should keep. A failed request is never
 * repeated.
 */
@Tag("soak")
@Tag("long")
@ExtendWith(PostgresExtension.class)
class SoakIT {

    private static final int MINUTES = Integer.getInteger("soak.minutes", 60);
    private static final int REQUESTS_A_SECOND = Integer.getInteger("soak.rate", 40);
    private static final int NODES = Integer.getInteger("soak.nodes", 2);
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

    private static final int SAMPLES = 12;

    /** Periods of load before the first sample, in which caches fill and code is compiled. */
    private static final int WARM_UP = 2;

    /** Every way in which a family can end. The test fails if one of them does not occur. */
    private static final List<String> ENDS = List.of(
            "expired",
            "pushed out by the cap",
            "grant revoked",
            "token revoked",
            "reuse that ends a family",
            "offline session removed",
            "consent withdrawn",
            "user signed out",
            "user removed");

    private static final Path FOLDER =
            Path.of(System.getProperty("keycloak.servers")).resolveSibling("soak");

    private final Tally tally = new Tally();
    private final Course course = new Course();
    private final Postgres postgres;

    SoakIT(Postgres postgres) {
        this.postgres = postgres;
    }

    @Test
    void nothingGrows() throws Exception {
        String head = MINUTES + " minutes, " + REQUESTS_A_SECOND + " requests a second, " + NODES + " nodes, "
                + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version()
                + ", -Dsoak.seed="
                + SEED;
        System.out.println(head);
        SoakReport report = new SoakReport(FOLDER, head);
        try (SoakedNodes nodes = new SoakedNodes(postgres, NODES)) {
            List<Routine> routines = routines(nodes);
            try (SteadyLoad load = new SteadyLoad(routines, REQUESTS_A_SECOND)) {
                soak(nodes, load, routines.stream().map(Routine::holdings).toList(), report);
            } finally {
                report.write(course, tally);
            }
            System.out.println(SoakReport.table(course) + "\n" + tally);
            assertThat(course.growth()).as("what has grown; more in " + FOLDER).isEmpty();
            assertThat(nodes.logs)
                    .allSatisfy(
                            log -> assertThat(log.complaints()).as("%s", log).isEmpty());
            assertThat(tally.kinds()).as("what has come about").containsAll(ENDS);
        }
    }

    private void soak(SoakedNodes nodes, SteadyLoad load, List<Holdings> holdings, SoakReport report) throws Exception {
        Reckoning reckoning = new Reckoning(nodes, holdings);
        Duration spell = Duration.ofMinutes(MINUTES).dividedBy(WARM_UP + SAMPLES);
        long begin = System.nanoTime();
        long requests = 0;
        for (int turn = 0; turn < WARM_UP + SAMPLES; turn++) {
            long sent = load.run(spell);
            requests += sent;
            if (turn >= WARM_UP) {
                reckoning.compare();
                long minute = Duration.ofNanos(System.nanoTime() - begin).toMinutes();
                long perSecond = Math.round(sent * 1e3 / spell.toMillis());
                course.add(Sample.take(nodes, reckoning, minute, requests, perSecond));
                System.out.print(SoakReport.row(course.samples().get(turn - WARM_UP)));
                System.out.flush();
                report.write(course, tally);
            }
        }
    }

    /** One routine for each visitor. Visitors of the same thread share their admins. */
    private List<Routine> routines(SoakedNodes nodes) {
        List<List<DemoRealm>> admins = new ArrayList<>();
        for (int thread = 0; thread < SteadyLoad.THREADS; thread++) {
            admins.add(nodes.realms());
        }
        SplittableRandom seeds = new SplittableRandom(SEED);
        List<Routine> routines = new ArrayList<>();
        for (String name : SoakedRealm.visitors()) {
            List<DemoRealm> realms = admins.get(routines.size() % SteadyLoad.THREADS);
            routines.add(new Routine(new Visitor(name, realms, new Random(seeds.nextLong()), tally)));
        }
        return routines;
    }
}
