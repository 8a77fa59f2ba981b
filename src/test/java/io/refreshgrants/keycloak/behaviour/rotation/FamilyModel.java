package io.refreshgrants.keycloak.behaviour.rotation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a family should do, in the fewest words: a state machine with nothing of the product in it. Times are seconds of
 * a clock that only the test moves.
 */
final class FamilyModel {

    static final int LEEWAY = 600;
    static final int IDLE = 4_920;
    static final int LIFETIME = 20_280;

    /** Settings of the application, each on or off. */
    record Settings(boolean rotating, boolean leeway, boolean idle, boolean lifetime, boolean enforce) {

        int step() {
            return idle ? IDLE / 24 : 86_400;
        }
    }

    private final List<FamilyModel> grant;
    final List<String> tokens = new ArrayList<>();
    private boolean alive = true;
    private boolean rotating;
    private int newest;
    private int predecessor = -1;
    private long rotatedAt;
    private long lastUsed;
    private long end = Long.MAX_VALUE;

    FamilyModel(List<FamilyModel> grant, String token, Settings settings, long now) {
        this.grant = grant;
        grant.add(this);
        tokens.add(token);
        rotating = settings.rotating();
        lastUsed = now;
        if (settings.lifetime()) {
            end = now + LIFETIME;
        }
    }

    boolean isAlive() {
        return alive;
    }

    int newest() {
        return newest;
    }

    /** Uses a token, and says whether it should work. The new one, if any, is to be added to {@link #tokens}. */
    boolean use(int token, Settings settings, long now) {
        if (isOver(settings, now)) {
            return false;
        }
        if (rotating && !settings.rotating()) {
            alive = false;
            return false;
        }
        boolean withinLeeway = isWithinLeeway(token, settings, now);
        boolean reuse = token != newest && !withinLeeway;
        if (reuse && settings.enforce()) {
            alive = false;
            return false;
        }
        if (!settings.rotating()) {
            if (now - lastUsed >= settings.step() || end == Long.MAX_VALUE && settings.lifetime()) {
                lastUsed = now;
                fixEnd(settings, now);
            }
            return true;
        }
        if (!withinLeeway) {
            predecessor = token;
            rotatedAt = now;
        }
        fixEnd(settings, now);
        if (token == newest && !rotating) {
            rotating = true;
            // The dry run ends nothing, also not what other devices hold.
            if (settings.enforce()) {
                grant.stream().filter(other -> !other.rotating).forEach(other -> other.alive = false);
            }
        }
        newest = tokens.size();
        lastUsed = now;
        return true;
    }

    private void fixEnd(Settings settings, long now) {
        if (end == Long.MAX_VALUE && settings.lifetime()) {
            end = now + LIFETIME;
        }
    }

    private boolean isOver(Settings settings, long now) {
        return !alive || now >= end || settings.idle() && now >= lastUsed + IDLE;
    }

    private boolean isWithinLeeway(int token, Settings settings, long now) {
        return token == predecessor && settings.leeway() && now < rotatedAt + LEEWAY;
    }

    /** Revokes a token. One that is dead, or that its family has moved on from, ends no family but its own. */
    void revoke(int token, Settings settings, long now) {
        boolean dead = isOver(settings, now)
                || rotating && !settings.rotating()
                || token != newest && !isWithinLeeway(token, settings, now);
        if (dead) {
            alive = false;
        } else {
            grant.forEach(family -> family.alive = false);
        }
    }
}
