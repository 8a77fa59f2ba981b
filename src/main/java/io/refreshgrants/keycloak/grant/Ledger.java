package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * The table of refresh token families: the authority on what is alive. Every method works in the transaction of the
 * request, so a revocation holds once that has committed, on every node, and a request that reads later sees it.
 */
public interface Ledger extends Provider {

    /** Writes down a new family. */
    void open(RefreshTokenFamily family);

    /**
     * Revokes the oldest families of a user and a client until no more than {@code most} are alive. Near that number
     * logins of one user at one application wait for each other here, so that many at once cannot exceed it together.
     *
     * @param newest the family that has just been opened, which stays whatever the clocks of the nodes say
     * @param usedSince families that were not used since are not alive, whatever else is
     * @return what was revoked
     */
    Revoked keepNewest(RefreshTokenFamily newest, int most, Instant usedSince);

    /** Reads one row by its primary key, past any cache. Revoked families are found too, as long as they are kept. */
    Optional<Entry> find(String familyId);

    /** The family that rests on an offline session, dead or alive, past any cache that may still have the session. */
    Optional<Entry> findBySession(String sessionId);

    /** Gives a family its next token, if {@code presented} is its newest and it is alive: one request of many wins. */
    boolean rotate(String familyId, String presented, String next, Use use);

    /**
     * Gives a family another next token, if {@code presented} is the predecessor and was rotated after
     * {@code rotatedAfter}. The newest is replaced, so there is still one.
     */
    boolean rotateAgain(String familyId, String presented, String next, Instant rotatedAfter, Use use);

    /** Gives a family its next token whatever was presented, for applications that only watch for reuse. */
    boolean rotateAnyway(String familyId, String presented, String next, Use use);

    /**
     * Notes that a living family was used.
     *
     * @return false when the family was revoked meanwhile: the exchange must not succeed
     */
    boolean touch(String familyId, Use use);

    /**
     * Revokes those of these families that are not revoked, in one statement.
     *
     * @return how many they were
     */
    int revoke(Families families, RevocationReason reason);

    /** Deletes these families, dead or alive. */
    void remove(Families families);

    /** One page of these families, dead or alive, in the order of their ids. */
    List<RefreshTokenFamily> list(Families families, Page page);

    /** The offline sessions that these families rest on, dead or alive. */
    List<String> sessions(Families families);

    /**
     * A page of a listing. It begins after a key, so that rows that come or go between two pages make the listing neither
     * skip a family that stays nor show one twice.
     *
     * @param after the id of the last family of the page before, empty for the first page
     * @param limit how many families the page has at most
     */
    record Page(String after, int limit) {

        public Page {
            if (limit < 1) {
                throw new IllegalArgumentException("A page has at least one family");
            }
        }

        /** The first page. */
        public static Page first(int limit) {
            return new Page("", limit);
        }
    }

    /**
     * A row, and the time by the one clock that all nodes share.
     *
     * @param family the family as it is in the table
     * @param now the database's time
     */
    record Entry(RefreshTokenFamily family, Instant now) {}

    /**
     * A use of a family.
     *
     * @param at when
     * @param end the family's end from now on, which may have come nearer but never moves away
     * @param idleEnd when the family ends unless it is used again before; empty leaves that to the application's settings
     * @param device from where
     */
    record Use(Instant at, Optional<Instant> end, Optional<Instant> idleEnd, Device device) {

        public Use {
            end = end.map(RefreshTokenFamily::wholeSecond);
            idleEnd = idleEnd.map(RefreshTokenFamily::wholeSecond);
        }
    }

    /**
     * What a revocation has done.
     *
     * @param families how many families it ended
     * @param familyIds which they are, for events: the first twenty
     * @param sessionIds the offline sessions they rested on
     */
    record Revoked(int families, List<String> familyIds, List<String> sessionIds) {

        /** More ids than an event should carry. */
        public static final int MOST_NAMED = 20;

        /** Nothing. */
        public static final Revoked NONE = new Revoked(0, List.of(), List.of());

        public Revoked {
            familyIds = List.copyOf(familyIds.subList(0, Math.min(familyIds.size(), Math.min(families, MOST_NAMED))));
            sessionIds = List.copyOf(sessionIds);
        }
    }
}
