package io.refreshgrants.keycloak.testing;

import java.net.URI;

/** The demo realm on a server without the jar. */
public record StockRealm(DemoRealm realm) implements AutoCloseable {

    static StockRealm create(URI server, String name) {
        return new StockRealm(DemoRealm.forAWhile(server, name));
    }

    @Override
    public void close() {
        realm.close();
    }
}
