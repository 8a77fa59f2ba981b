package io.refreshgrants.keycloak.settings;

import java.time.Duration;
import java.time.Instant;

/**
 * How the refresh tokens of an application rotate.
 *
 * @param rotates whether each exchange gives a new refresh token and ends the one before
 * @param reuseDetection what happens when an ended token is used
 * @param leeway how long after its rotation a token may be used again, 0 for not at all
 */
public record RotationSettings(boolean rotates, ReuseDetection reuseDetection, Duration leeway) {

    /** What happens when a refresh token is used that rotation has ended. */
    public enum ReuseDetection {
        /** The family dies. */
        ENFORCE,
        /** It is reported, and the exchange goes on: to turn rotation on without an outage. */
        LOG
    }

    static RotationSettings read(SettingsReader reader) {
        return new RotationSettings(
                reader.get(ClientSettings.ROTATION_TYPE),
                reader.get(ClientSettings.REUSE_DETECTION),
                reader.get(ClientSettings.LEEWAY));
    }

    /** Whether the use of an ended token ends its family, and not only shows up in a report. */
    public boolean enforcesReuseDetection() {
        return reuseDetection == ReuseDetection.ENFORCE;
    }

    /** A token that was rotated after this time may be used again at {@code now}. */
    public Instant leewayStart(Instant now) {
        return now.minus(leeway);
    }

    /** The same for a client that has to rotate. Who has to cannot only watch for reuse either. */
    RotationSettings required() {
        return new RotationSettings(true, ReuseDetection.ENFORCE, leeway);
    }
}
