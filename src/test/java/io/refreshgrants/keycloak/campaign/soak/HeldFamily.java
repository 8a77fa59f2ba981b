package io.refreshgrants.keycloak.campaign.soak;

import io.refreshgrants.keycloak.testing.Answer;
import java.time.Duration;
import java.time.Instant;

/**
 * A refresh token family as the holder of its tokens knows it. Its end is known only approximately: the server's times
 * are whole seconds, and lie between a request and its response.
 */
final class HeldFamily {

    private static final Duration SERVERS_SECOND = Duration.ofSeconds(1);

    final SoakedClient client;
    final String audience;
    final String id;
    final String sessionId;
    private final Moment login;
    private Moment lastUse;
    private String token;
    private String spent;
    private String accessToken;

    /** When a request was sent and when its response arrived. */
    record Moment(Instant begin, Instant end) {}

    /** What a request may expect of a family. */
    enum Fate {
        ALIVE,
        EXPIRED,
        EITHER
    }

    HeldFamily(SoakedClient client, String audience, Answer answer, Moment login) {
        this.client = client;
        this.audience = audience;
        this.token = answer.refreshToken();
        this.accessToken = answer.accessToken();
        this.login = login;
        this.lastUse = login;
        this.id = Answer.claimsOf(token).path("rg_family").asText();
        this.sessionId = Answer.claimsOf(accessToken).path("sid").asText();
    }

    /** Records the response of a refresh. */
    void used(Answer answer, Moment moment) {
        lastUse = moment;
        accessToken = answer.accessToken();
        if (answer.has("refresh_token")) {
            spent = token;
            token = answer.refreshToken();
        }
    }

    String token() {
        return token;
    }

    /** The predecessor of the newest token; null before the first rotation. */
    String spentToken() {
        return spent;
    }

    String accessToken() {
        return accessToken;
    }

    Fate fate(Moment moment) {
        if (endsAfter(moment.end())) {
            return Fate.ALIVE;
        }
        return hasEndedBefore(moment.begin()) ? Fate.EXPIRED : Fate.EITHER;
    }

    /** Whether the family is certainly alive at that time unless somebody ends it. */
    boolean endsAfter(Instant time) {
        Instant end = earlier(
                login.begin().plus(client.lifetime()),
                lastUse.begin().plus(client.idleLifetime()).minus(client.unnoted()));
        return time.isBefore(end.minus(SERVERS_SECOND));
    }

    /** Whether the family is certainly dead at that time. */
    boolean hasEndedBefore(Instant time) {
        Instant end = earlier(login.end().plus(client.lifetime()), lastUse.end().plus(client.idleLifetime()));
        return time.isAfter(end.plus(SERVERS_SECOND));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
