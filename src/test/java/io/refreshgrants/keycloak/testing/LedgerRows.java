package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The realm's rows in the ledger, and the offline sessions below them. */
public final class LedgerRows {

    private final DemoRealm realm;

    LedgerRows(DemoRealm realm) {
        this.realm = realm;
    }

    /** The realm's rows in the ledger. */
    public List<JsonNode> rows() {
        return realm.probe().rows("/testing/ledger");
    }

    /** The rows that are alive. */
    public List<JsonNode> living() {
        return realm.probe().rows("/testing/ledger/living");
    }

    /** Takes the realm's rows from the ledger, and leaves all that belongs to them. */
    public void forget() {
        expect(204, realm.probe().post("/testing/ledger/forget"));
    }

    /** The realm's offline sessions in Keycloak's table. */
    public List<JsonNode> offlineSessions() {
        return realm.probe().rows("/testing/sessions");
    }

    /** Lets a family rest on another offline session, as no request can. */
    public void restOn(String family, String sessionId) {
        expect(204, realm.probe().post("/testing/ledger/session?family=" + family + "&session=" + sessionId));
    }

    /** Runs the scheduled pruning. */
    public void prune() {
        realm.clock().run("LedgerPruning");
    }
}
