package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.grant.Grant;
import java.util.Optional;

/** The id of a grant in a URL. It contains the grant, so that nothing has to be looked up. */
public final class GrantId {

    private static final String PURPOSE = "grant";

    private GrantId() {}

    /** The id of a grant. */
    public static String of(Grant grant) {
        return OpaqueText.of(grant.userId(), grant.clientId(), grant.audience()).word(PURPOSE);
    }

    /** The grant; empty if this is no id that we have made. */
    public static Optional<Grant> read(String id) {
        return OpaqueText.read(PURPOSE, id)
                .map(OpaqueText::texts)
                .filter(parts -> parts.size() == 3)
                .map(parts -> new Grant(parts.get(0), parts.get(1), parts.get(2)));
    }
}
