package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ClientApis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code audience} parameter of a request, turned into the client scopes that carry the API.
 */
public final class RequestedAudience {

    /** The request parameter. */
    public static final String PARAMETER = "audience";

    private RequestedAudience() {}

    /**
     * The APIs a request asks for.
     *
     * @param apis those of the client
     * @param audience the parameter; null or blank asks for none
     * @return empty when none is asked for, or when on one of Keycloak's own endpoints the value names no API of the
     *     realm, where it is somebody else's parameter
     * @throws ServiceNotFoundException when the API does not exist or the client may not ask for it
     */
    public static List<Api> select(ClientApis apis, EntryPoint entry, @Nullable String audience)
            throws ServiceNotFoundException {
        if (audience == null || audience.isBlank()) {
            return List.of();
        }
        List<Api> asked = apis.identifiedBy(audience);
        if (!asked.isEmpty()) {
            return asked;
        }
        boolean known = apis.isKnown(audience);
        if (entry == EntryPoint.KEYCLOAK && !known) {
            return List.of();
        }
        throw new ServiceNotFoundException(audience, known);
    }

    /** The API asked for does not exist, or exists but is not assigned to the client. */
    public static final class ServiceNotFoundException extends Exception {

        private final String audience;
        private final boolean known;

        ServiceNotFoundException(String audience, boolean known) {
            super("No API " + audience + " for this client");
            this.audience = audience;
            this.known = known;
        }

        public String audience() {
            return audience;
        }

        /** Whether the realm has such an API, only not for this client. */
        public boolean isKnown() {
            return known;
        }

        /** What the event of the refusal says. */
        public String reason() {
            return (known ? RequestRefusal.API_NOT_ASSIGNED_TO_CLIENT : RequestRefusal.API_NOT_FOUND).reason();
        }
    }
}
