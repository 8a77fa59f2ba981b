package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.Map;

/**
 * A managed refresh token is refused. Unchecked, for it has to get through Keycloak's own code on its way to the
 * answer.
 */
public final class RefreshRefusedException extends RuntimeException {

    private final RefreshRefusal refusal;
    private final transient Map<String, String> details;

    public RefreshRefusedException(RefreshRefusal refusal, Map<String, String> details) {
        super(refusal.description());
        this.refusal = refusal;
        this.details = Map.copyOf(details);
    }

    static RefreshRefusedException of(RefreshRefusal refusal, String familyId) {
        return new RefreshRefusedException(refusal, Map.of(EventDetails.FAMILY, familyId));
    }

    static RefreshRefusedException of(RefreshRefusal refusal, RefreshTokenFamily family, String audience) {
        return new RefreshRefusedException(
                refusal, Map.of(EventDetails.FAMILY, family.id(), EventDetails.AUDIENCE, audience));
    }

    public RefreshRefusal refusal() {
        return refusal;
    }

    /** What else the event should say. Never a token. */
    public Map<String, String> details() {
        return details;
    }
}
