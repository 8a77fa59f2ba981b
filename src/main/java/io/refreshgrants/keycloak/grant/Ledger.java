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

    /** Reads one row by its primary key, past any cache. Revoked families are found too, as long as they are kept. */
    Optional<RefreshTokenFamily> find(String familyId);

    /**
     * Notes that a living family was used.
     *
     * @return false when the family was revoked meanwhile: the exchange must not succeed
     */
    boolean touch(String familyId, Instant when, Device device);

    /** Revokes every living family of the grant in one statement. */
    Revoked revokeGrant(Grant grant, RevocationReason reason);

    /** Revokes one family, if it is alive. */
    boolean revokeFamily(String familyId, RevocationReason reason);

    /** Revokes what a user has given one client, for every audience. */
    int revokeClientOfUser(String userId, String clientId, RevocationReason reason);

    /** Revokes all families of a user, for every client. */
    int revokeUser(String userId, RevocationReason reason);

    /** Revokes all families of a realm. */
    int revokeRealm(String realmId, RevocationReason reason);

    /** Revokes all families that rest on an offline session. */
    int revokeSession(String sessionId, RevocationReason reason);

    /** Whether a living family of the client rests on this session. */
    boolean isUsed(RefreshTokenFamily.OfflineSession session, String clientId);

    void removeRealm(String realmId);

    void removeUser(String userId);

    void removeClient(String clientId);

    /**
     * One page of the families that pruning has to look at, in the order of their ids: those revoked before
     * {@code revokedBefore}, and living ones not used since {@code unusedSince}, for which Keycloak may have dropped
     * the offline session without a word. Paging by the primary key keeps a whole pass to one walk over the table and
     * needs no index that grows with time.
     *
     * @param afterId the last id of the page before, empty for the first
     */
    List<RefreshTokenFamily> stale(String afterId, Instant revokedBefore, Instant unusedSince, int limit);

    /** Deletes these families. */
    void remove(List<String> familyIds);

    /**
     * What a revocation has done.
     *
     * @param families how many families it ended
     * @param sessions the offline sessions they rested on
     */
    record Revoked(int families, List<RefreshTokenFamily.OfflineSession> sessions) {

        public Revoked {
            sessions = List.copyOf(sessions);
        }
    }
}
