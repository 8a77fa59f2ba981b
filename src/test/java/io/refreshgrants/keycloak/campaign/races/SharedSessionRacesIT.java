package io.refreshgrants.keycloak.campaign.races;

import static io.refreshgrants.keycloak.campaign.races.Race.USER;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterTest;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The applications of one browser session, all at once (keycloak#50721: with Keycloak's own rotation they lose their
 * client sessions).
 */
@Tag("races")
@ClusterTest
class SharedSessionRacesIT {

    private static final int ROUNDS_PER_SESSION = 10;

    private final List<Device> devices = new ArrayList<>();

    private final DemoRealm first;

    @RegisterExtension
    private final Race race;

    SharedSessionRacesIT(Cluster cluster) {
        this.first = cluster.first();
        this.race = new Race(cluster);
    }

    /** What one application holds of the session. */
    private static final class Device {

        private final Application application;
        private String token;

        Device(Application application, String token) {
            this.application = application;
            this.token = token;
        }
    }

    @Test
    void applicationsOfOneBrowserSessionRefreshAtOnceWithoutLosingEachOthersTokens() throws Exception {
        first.clients().setAttribute(OTHER_APP, "refresh_grants.throttle_requests", "0");
        race.everyRound(Set.of(), round -> {
            if (round % ROUNDS_PER_SESSION == 0) {
                signIn();
            }
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < devices.size(); i++) {
                Device device = devices.get(i);
                int at = round + i;
                calls.add(() -> race.node(at).token(device.application.refresh(device.token)));
            }
            List<Answer> answers = race.send(calls);

            assertThat(answers).allMatch(answer -> answer.status() == 200);
            for (int i = 0; i < devices.size(); i++) {
                if (answers.get(i).has("refresh_token")) {
                    devices.get(i).token = answers.get(i).refreshToken();
                }
            }
        });
    }

    /** Two rotating families of one application, and two others, of one session: codes are exchanged at once, too. */
    private void signIn() throws Exception {
        Browser browser = first.browser();
        List<Callable<Device>> logins = new ArrayList<>();
        login(logins, browser, ROTATING_APP, ORDERS);
        login(logins, browser, ROTATING_APP, BILLING);
        login(logins, browser, WEB_APP, ORDERS);
        login(logins, browser, OTHER_APP, ORDERS);
        devices.clear();
        devices.addAll(race.send(logins));
    }

    private void login(List<Callable<Device>> logins, Browser browser, Application application, String audience) {
        String code = browser.code(codeRequest(application, audience, "openid offline_access"), USER);
        int at = logins.size();
        logins.add(() -> new Device(
                application, race.node(at).token(application.code(code)).refreshToken()));
    }
}
