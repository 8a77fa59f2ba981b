package io.refreshgrants.keycloak.campaign.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Chooses a visitor's next act at random. The weights make the mix of the load. */
final class Routine {

    private final Visitor visitor;
    private final List<Act> acts = new ArrayList<>();
    private int weights;

    /** An act, which returns the number of requests it took. */
    private record Act(int upTo, IntSupplier act) {}

    Routine(Visitor visitor) {
        this.visitor = visitor;
        LoggingIn logins = new LoggingIn(visitor);
        Using uses = new Using(visitor, logins);
        Ending ends = new Ending(visitor, logins);
        Asking questions = new Asking(visitor);
        add(160, logins::withPassword);
        add(25, logins::withBrowser);
        add(10, logins::withoutOfflineAccess);
        add(20, logins::asMachine);
        add(480, uses::refresh);
        add(30, uses::replay);
        add(50, uses::useDead);
        add(10, uses::useForeign);
        add(70, uses::introspect);
        add(40, ends::revoke);
        add(10, ends::removeSession);
        add(8, ends::withdrawConsent);
        add(6, ends::signOut);
        add(5, ends::leave);
        add(15, questions::asAdmin);
        add(5, questions::tryRule);
        add(20, questions::withWrongSecret);
        add(15, questions::withWrongPassword);
        add(20, questions::withUnknownToken);
        add(10, questions::withWrongSecretForRevocation);
    }

    private void add(int weight, IntSupplier act) {
        weights += weight;
        acts.add(new Act(weights, act));
    }

    /**
     * Performs one act.
     *
     * @return how many requests it took
     */
    int next() {
        visitor.tally.count("expired", visitor.holdings.expire());
        int number = visitor.random.nextInt(weights);
        Act act = acts.stream().filter(one -> number < one.upTo()).findFirst().orElseThrow();
        return act.act().getAsInt();
    }

    Holdings holdings() {
        return visitor.holdings;
    }

    @Override
    public String toString() {
        return visitor.name;
    }
}
