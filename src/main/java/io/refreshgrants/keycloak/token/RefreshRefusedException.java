package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A managed refresh token is refused. Unchecked, for it has to get through Keycloak's own code on its way to the
 * answer.
 */
public final class RefreshRefusedException extends RuntimeException {

    private final RefreshRefusal refusal;
    private final transient Optional<RefreshTokenFamily> family;
    private final transient Map<String, String> details;

    private RefreshRefusedException(
            RefreshRefusal refusal, Optional<RefreshTokenFamily> family, Map<String, String> details) {
        super(refusal.description());
        this.refusal = refusal;
        this.family = family;
        this.details = Map.copyOf(details);
    }

    /** For a token of no family that is known. */
    public static RefreshRefusedException of(RefreshRefusal refusal) {
        return new RefreshRefusedException(refusal, Optional.empty(), Map.of());
    }

    /** For a token of no family, because of an API. */
    static RefreshRefusedException of(RefreshRefusal refusal, Api api) {
        return new RefreshRefusedException(refusal, Optional.empty(), Map.of(EventDetails.AUDIENCE, api.identifier()));
    }

    /** For a token whose family is known. */
    public static RefreshRefusedException of(RefreshRefusal refusal, RefreshTokenFamily family) {
        return of(refusal, family, Map.of());
    }

    static RefreshRefusedException of(RefreshRefusal refusal, RefreshTokenFamily family, Map<String, String> details) {
        return new RefreshRefusedException(refusal, Optional.of(family), details);
    }

    static RefreshRefusedException revoked(RefreshTokenFamily family) {
        Map<String, String> details = new HashMap<>();
        family.revocation().ifPresent(revocation -> {
            details.put(EventDetails.REVOKED_REASON, revocation.reason().code());
            details.put(EventDetails.REVOKED_AT, revocation.at().toString());
        });
        return of(RefreshRefusal.REFRESH_TOKEN_REVOKED, family, details);
    }

    public RefreshRefusal refusal() {
        return refusal;
    }

    /** Whose the token is. */
    public Optional<RefreshTokenFamily> family() {
        return family;
    }

    /** What the event says besides the reason and whose the token is, by {@link EventDetails}. */
    public Map<String, String> details() {
        return details;
    }

    /** What the caller's people read; one who asks for an API that the application's policies do not name is told which. */
    public String description() {
        return refusal == RefreshRefusal.AUDIENCE_NOT_ALLOWED
                ? refusal.description() + ": " + details.getOrDefault(EventDetails.AUDIENCE, "")
                : refusal.description();
    }
}
