package io.refreshgrants.keycloak.campaign.soak;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.Optional;

/** Refreshes and introspections, with live and dead tokens. */
final class Using {

    private final Visitor visitor;
    private final LoggingIn otherwise;

    /** Logs in instead where there is no token to use. */
    Using(Visitor visitor, LoggingIn otherwise) {
        this.visitor = visitor;
        this.otherwise = otherwise;
    }

    int refresh() {
        Optional<HeldFamily> found = visitor.holdings.any(visitor.random, family -> true);
        if (found.isEmpty()) {
            return otherwise.withPassword();
        }
        HeldFamily family = found.get();
        Answer answer = refresh(family.client.application, family.token(), visitor.random.nextInt(4) == 0);
        HeldFamily.Fate fate = family.fate(visitor.moment());
        boolean alive = fate == HeldFamily.Fate.EITHER ? answer.status() == 200 : fate == HeldFamily.Fate.ALIVE;
        if (alive) {
            family.used(expect(200, answer), visitor.moment());
            expectClaimOfRule(family);
            visitor.tally.count(family.client.rotating ? "refresh, rotating" : "refresh, non-rotating");
        } else {
            visitor.holdings.end(family);
            expectExpired(answer);
            visitor.tally.count("refresh at its end");
        }
        return 1;
    }

    private static void expectExpired(Answer answer) {
        boolean inKeycloaksWords = answer.status() == 400 && "invalid_grant".equals(answer.text("error"));
        if (!inKeycloaksWords && !answer.refusal().equals(Visitor.DEAD)) {
            throw new AssertionError("A token that has expired: " + answer.status() + " " + answer.body());
        }
    }

    private static void expectClaimOfRule(HeldFamily family) {
        boolean ruled = family.client == SoakedClient.RULED;
        if (Answer.claimsOf(family.accessToken()).has(SoakedRealm.CLAIM) != ruled) {
            throw new AssertionError(family.client + " and the claim of the rule");
        }
    }

    private Answer refresh(Application application, String token, boolean keycloaks) {
        DemoRealm node = visitor.node();
        var request = application.refresh(token);
        return visitor.send(() -> keycloaks ? node.keycloakToken(request) : node.token(request));
    }

    /** A thief uses a rotated token, or its owner after the thief did. Either ends the family. */
    int replay() {
        Optional<HeldFamily> found = visitor.holdings.any(visitor.random, family -> family.spentToken() != null);
        if (found.isEmpty()) {
            return otherwise.withPassword(SoakedClient.ROTATING);
        }
        visitor.expectRefusal(
                Visitor.DEAD,
                refresh(found.get().client.application, found.get().spentToken(), false));
        visitor.holdings.end(found.get());
        visitor.tally.count("reuse that ends a family");
        return 1;
    }

    int useDead() {
        Optional<Holdings.DeadToken> found = visitor.holdings.anyDead(visitor.random);
        if (found.isEmpty()) {
            return refresh();
        }
        visitor.expectRefusal(
                Visitor.DEAD, refresh(found.get().application(), found.get().token(), false));
        visitor.tally.count("dead token refused");
        return 1;
    }

    /** One application presents another's token, which stays alive. */
    int useForeign() {
        Optional<HeldFamily> found = visitor.holdings.any(visitor.random, family -> family.client != SoakedClient.WEB);
        if (found.isEmpty()) {
            return refresh();
        }
        visitor.expectRefusal(
                Visitor.DEAD, refresh(SoakedClient.WEB.application, found.get().token(), false));
        visitor.tally.count("another's token refused");
        return 1;
    }

    int introspect() {
        Optional<HeldFamily> found =
                visitor.holdings.any(visitor.random, family -> family.client.application.secret() != null);
        if (found.isEmpty()) {
            return otherwise.withPassword(SoakedClient.WEB);
        }
        HeldFamily family = found.get();
        boolean access = visitor.random.nextBoolean();
        DemoRealm node = visitor.node();
        Answer answer = expect(
                200,
                visitor.send(() -> access
                        ? node.introspect(family.client.application, family.accessToken(), "access_token")
                        : node.introspect(family.client.application, family.token(), "refresh_token")));
        if (family.fate(visitor.moment()) == HeldFamily.Fate.ALIVE
                && !answer.json().path("active").asBoolean()) {
            throw new AssertionError("Introspection does not know a token of " + family.client);
        }
        visitor.tally.count("introspection");
        return 1;
    }
}
