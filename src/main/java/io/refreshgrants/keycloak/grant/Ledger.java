package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * The table of refresh token families: the authority on what is alive. Every method works in the transaction of the
 * request, so a revocation holds once that has committed, on every node, and a request that reads later sees it.
 */
public interface Ledger extends Provider {

    /** Inserts a new family. */
    void open(RefreshTokenFamily family);

    /**
     * Revokes the oldest living families of a user and client until at most {@code most} are left. Close to that
     * number, logins of the same user and client wait for each other here, so that concurrent ones cannot exceed it
     * together.
     *
     * @param newest the family just opened, which stays even if a node's clock is wrong
     * @param usedSince families last used before this time count as dead
     * @return the revoked families
     */
    Revoked keepNewest(RefreshTokenFamily newest, int most, Instant usedSince);

    /** Reads one row by its primary key, past any cache. Revoked families are found until they are pruned. */
    Optional<Entry> find(String familyId);

    /** The family that rests on an offline session, dead or alive, past any cache that may still hold the session. */
    Optional<Entry> findBySession(String sessionId);

    /** Gives a living family its next token if {@code presented} is its newest. Of concurrent requests, one wins. */
    boolean rotate(String familyId, String presented, String next, Use use);

    /**
     * Gives a living family another next token if {@code presented} is the predecessor and was rotated after
     * {@code rotatedAfter}. It replaces the newest token, so there is still only one.
     */
    boolean rotateAgain(String familyId, String presented, String next, Instant rotatedAfter, Use use);

    /** Gives a living family its next token whatever was presented, for applications that only log reuse. */
    boolean rotateAnyway(String familyId, String presented, String next, Use use);

    /**
     * Records that a living family was used.
     *
     * @return false when the family has been revoked meanwhile; the refresh must then fail
     */
    boolean touch(String familyId, Use use);

    /**
     * Revokes those of the families that are not yet revoked, in one statement.
     *
     * @return their number
     */
    int revoke(Families families, RevocationReason reason);

    /** Deletes the families, dead or alive. */
    void remove(Families families);

    /** One page of the families, dead or alive, ordered by id. */
    List<RefreshTokenFamily> list(Families families, Page page);

    /**
     * The families, dead or alive, in the order of grants: by user, client and id, so that those of one user at one client
     * follow each other.
     *
     * @param after where the page before ended; empty for the first page
     * @param limit the most families to return
     */
    List<RefreshTokenFamily> listByGrant(Families families, Optional<Place> after, int limit);

    /**
     * Counts families up to a bound, so that a count takes no longer where there are millions.
     *
     * @param most the bound
     * @return their number, or {@code most} if there are more
     */
    int count(Families families, int most);

    /** The audiences of the realm's grants that contain an API: the API alone, and the API among others. */
    List<String> audiences(String realmId, String identifier);

    /**
     * What applications keep about families, dead or alive.
     *
     * @return by the ids of those about which something is kept
     */
    Map<String, Metadata> metadata(Collection<String> familyIds);

    /** Replaces what is kept about a family. */
    void describe(String familyId, Metadata metadata);

    /** The offline sessions of the families, dead or alive. */
    List<String> sessions(Families families);

    /**
     * A page of a listing. It starts after a key, not at a position, so rows that come or go between two pages cause no
     * family to be skipped or shown twice.
     *
     * @param after the id of the last family on the previous page; empty for the first page
     * @param limit the maximum number of families on the page
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
     * Where a listing in the order of grants stands: the last family that was shown.
     *
     * @param userId its user
     * @param clientId its client
     * @param familyId its id
     */
    record Place(String userId, String clientId, String familyId) {

        /** The place of a family. */
        public static Place of(RefreshTokenFamily family) {
            return new Place(family.grant().userId(), family.grant().clientId(), family.id());
        }
    }

    /**
     * A row, with the time of the database's clock, which all nodes share.
     *
     * @param family the family as stored
     * @param now the database's time
     */
    record Entry(RefreshTokenFamily family, Instant now) {}

    /**
     * A use of a family.
     *
     * @param at the time of use
     * @param end the family's new end; it can come earlier but never later
     * @param idleEnd when the family ends unless used before; empty leaves it to the application's settings
     * @param device where the request came from
     */
    record Use(Instant at, Optional<Instant> end, Optional<Instant> idleEnd, Device device) {

        public Use {
            end = end.map(Lifetime::wholeSecond);
            idleEnd = idleEnd.map(Lifetime::wholeSecond);
        }
    }

    /**
     * The result of a revocation.
     *
     * @param families how many families were revoked
     * @param familyIds the ids of the first twenty, for events
     * @param sessionIds the offline sessions that they rested on
     */
    record Revoked(int families, List<String> familyIds, List<String> sessionIds) {

        /** More ids than this would make an event too long. */
        public static final int MOST_NAMED = 20;

        /** No families. */
        public static final Revoked NONE = new Revoked(0, List.of(), List.of());

        public Revoked {
            familyIds = List.copyOf(familyIds.subList(0, Math.min(familyIds.size(), Math.min(families, MOST_NAMED))));
            sessionIds = List.copyOf(sessionIds);
        }
    }
}
