package io.refreshgrants.keycloak.grant;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The access that a user has given one client for one audience. Revoking a refresh token revokes its grant: every
 * refresh token family with the same user, client and audience.
 *
 * @param userId Keycloak's id of the user
 * @param clientId Keycloak's internal id of the client
 * @param audience the API's identifier; empty for none, and several are sorted and joined with a space, which no
 *     identifier contains
 */
public record Grant(String userId, String clientId, String audience) {

    /** The length of the ledger's column. It exceeds that of an identifier, so a request can name several APIs. */
    public static final int MAX_AUDIENCE_LENGTH = 1024;

    public Grant {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(audience, "audience");
    }

    /** The audience of a grant for these API identifiers. */
    public static String audience(Collection<String> identifiers) {
        return identifiers.stream().distinct().sorted().collect(Collectors.joining(" "));
    }

    /** The API identifiers in the audience. */
    public List<String> identifiers() {
        return audience.isEmpty() ? List.of() : List.of(audience.split(" "));
    }
}
