package io.refreshgrants.keycloak.campaign.soak;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.Optional;

/** Requests by which an application, a user or an admin ends families. */
final class Ending {

    private final Visitor visitor;
    private final LoggingIn otherwise;

    /** Logs in instead where there is nothing to end. */
    Ending(Visitor visitor, LoggingIn otherwise) {
        this.visitor = visitor;
        this.otherwise = otherwise;
    }

    private Optional<HeldFamily> any() {
        return visitor.holdings.any(visitor.random, family -> true);
    }

    int revoke() {
        Optional<HeldFamily> found = any();
        if (found.isEmpty()) {
            return otherwise.withPassword();
        }
        HeldFamily family = found.get();
        DemoRealm node = visitor.node();
        var request = family.client.application.revoke(family.token());
        boolean auth0 = visitor.random.nextBoolean();
        expect(200, visitor.send(() -> auth0 ? node.revoke(request) : node.keycloakRevoke(request)));
        visitor.holdings.revoke(family);
        expectInactive(family);
        visitor.tally.count(family.client.revokesGrant ? "grant revoked" : "token revoked");
        return 2;
    }

    /** From the response on, the family's access tokens are inactive, too. */
    private void expectInactive(HeldFamily family) {
        Answer answer = visitor.node().introspect(SoakedClient.WEB.application, family.accessToken(), "access_token");
        if (answer.status() != 200 || answer.json().path("active").asBoolean()) {
            throw new AssertionError("Introspection after a revocation: " + answer.status());
        }
    }

    /** An admin removes the offline session of one device. */
    int removeSession() {
        Optional<HeldFamily> found = any();
        if (found.isEmpty()) {
            return otherwise.withPassword();
        }
        DemoRealm node = visitor.node();
        String path = "/" + node.name() + "/sessions/" + found.get().sessionId + "?isOffline=true";
        Answer answer = visitor.send(() -> node.admin().delete(path));
        if (answer.status() != 204 && found.get().fate(visitor.moment()) == HeldFamily.Fate.ALIVE) {
            throw new AssertionError("The offline session of a living family: " + answer.status());
        }
        visitor.holdings.end(found.get());
        visitor.tally.count("offline session removed");
        return 1;
    }

    /** An admin signs the user out everywhere. */
    int signOut() {
        DemoRealm node = visitor.node();
        expect(204, node.admin().post(node.users().path(visitor.name) + "/logout", null));
        visitor.holdings.endAll(family -> true);
        visitor.tally.count("user signed out");
        return 2;
    }

    /** An admin removes an application's access. */
    int withdrawConsent() {
        Optional<HeldFamily> found = any();
        if (found.isEmpty()) {
            return otherwise.withPassword();
        }
        SoakedClient client = found.get().client;
        DemoRealm node = visitor.node();
        String path = node.users().path(visitor.name) + "/consents/" + client.application.clientId();
        Answer answer = visitor.send(() -> node.admin().delete(path));
        if (answer.status() != 204 && found.get().fate(visitor.moment()) == HeldFamily.Fate.ALIVE) {
            throw new AssertionError("The consent of an application with a living family: " + answer.status());
        }
        visitor.holdings.endAll(family -> family.client == client);
        visitor.tally.count("consent withdrawn");
        return 2;
    }

    /** The user is removed with everything they have, and another user gets the same name. */
    int leave() {
        visitor.node().users().replace(visitor.name);
        visitor.holdings.forget();
        visitor.tally.count("user removed");
        return 3;
    }
}
