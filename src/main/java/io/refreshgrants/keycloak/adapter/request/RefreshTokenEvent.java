package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.FamilyClaim;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.RefreshToken;

/**
 * The event of a refresh or of a logout with a refresh token. Keycloak can refuse before it reads the token, for a
 * disabled client, a wrong secret or a changed issuer. This event then names the family and its user, provided the
 * token's signature is the realm's: anybody can write a family id into a token.
 */
public final class RefreshTokenEvent extends EventBuilder {

    private static final Set<EventType> BRING_A_TOKEN = Set.of(EventType.REFRESH_TOKEN, EventType.LOGOUT);

    private final KeycloakSession session;

    public RefreshTokenEvent(KeycloakSession session) {
        super(session.getContext().getRealm(), session, session.getContext().getConnection());
        this.session = session;
    }

    @Override
    public void success() {
        if (getEvent().getType() == EventType.LOGOUT) {
            nameFamily();
        }
        super.success();
    }

    @Override
    public void error(String error) {
        nameFamily();
        super.error(error);
        // Since Keycloak 26.7.5 only a copy has it, and others ask here whether an error was reported.
        getEvent().setError(error);
    }

    private void nameFamily() {
        boolean named =
                getEvent().getDetails() != null && getEvent().getDetails().containsKey(EventDetails.FAMILY);
        if (named
                || getEvent().getType() == null
                || !BRING_A_TOKEN.contains(getEvent().getType())) {
            return;
        }
        Optional.ofNullable(session.getContext()
                        .getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(OAuth2Constants.REFRESH_TOKEN))
                .map(text -> session.tokens().decode(text, RefreshToken.class))
                .flatMap(FamilyClaim::read)
                .ifPresent(this::name);
    }

    private void name(String familyId) {
        detail(EventDetails.FAMILY, familyId);
        session.getProvider(Ledger.class)
                .find(familyId)
                .map(Ledger.Entry::family)
                .filter(family -> family.realmId().equals(getEvent().getRealmId()))
                .ifPresent(this::name);
    }

    private void name(RefreshTokenFamily family) {
        user(family.grant().userId());
        session(family.sessionId());
    }
}
