package io.refreshgrants.keycloak.campaign.faults;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A cut of a {@link Line}, ordered or made.
 *
 * @param side on which side of the request
 * @param after a word that a connection has to have carried
 * @param word a word of the request at which that connection is cut, the same or a later one
 * @param made open until it is made
 */
record Cut(Side side, String after, String word, CountDownLatch made) {

    /** On which side of a request the line is cut. */
    enum Side {
        /** The request never arrives. */
        BEFORE,
        /** The request arrives and is dealt with; its answer does not come back. */
        AFTER
    }

    static Cut of(Side side, String after, String word) {
        return new Cut(side, after, word, new CountDownLatch(1));
    }

    void make() {
        made.countDown();
    }

    /** Whether it was made, which a test must know before it says what came of it. */
    boolean wasMade() throws InterruptedException {
        return made.await(10, TimeUnit.SECONDS);
    }
}
