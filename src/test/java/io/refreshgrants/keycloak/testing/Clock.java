package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import java.time.Duration;

/** The server's clock, and what runs by it. */
public final class Clock {

    private final DemoRealm realm;

    Clock(DemoRealm realm) {
        this.realm = realm;
    }

    /** Moves the clock ahead, from the real time. The extension puts it back after each test. */
    public void ahead(Duration by) {
        expect(204, realm.probe().post("/testing/clock?offset=" + by.toSeconds()));
    }

    /** Runs a task of the server's timer now. */
    public void run(String task) {
        expect(204, realm.probe().post("/testing/task?name=" + task));
    }
}
