package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.ExchangedCode;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.token.EventDetails;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Ends the family of a code that is used twice (RFC 6749 section 4.1.2), because one of the two users has stolen the
 * code. Only the authenticated client that the code was issued to can cause this.
 *
 * <p>The two uses can run at the same time. The later one leaves a mark before it looks for the family; the earlier one
 * looks for the mark after its family has been committed. In either order, one of them sees the other.
 */
public final class CodeReuse {

    private static final String REASON = RevocationReason.CODE_REUSED.code();

    /** In seconds. Longer than a code exchange takes, even with slow rules. */
    private static final long MARK_LIFESPAN = 300;

    private final KeycloakSession session;
    private final ClientModel client;
    private final ExchangedCode code;

    CodeReuse(KeycloakSession session, ClientModel client, ExchangedCode code) {
        this.session = session;
        this.client = client;
        this.code = code;
    }

    /** Puts the family and the reason into the event, which is sent if Keycloak refuses the code. */
    void describe(EventBuilder event) {
        family().ifPresent(family -> describe(event, family));
    }

    /** Ends the family after Keycloak has refused the code. */
    void end(EventBuilder refused) {
        if (code.isFor(client) && Errors.INVALID_CODE.equals(refused.getEvent().getError()) && family().isEmpty()) {
            // In its own transaction: the mark must be visible before the ledger is read again.
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    marking -> marking.singleUseObjects().putIfAbsent(mark(code.familyId()), MARK_LIFESPAN));
        }
        family().ifPresent(family -> end(family, refused));
    }

    /** The event of the refusal has been sent by now. It lacks the reason if the family was not visible before. */
    private void end(RefreshTokenFamily family, EventBuilder refused) {
        Revoked ended = new GrantRevocation(session).end(client.getRealm(), family, RevocationReason.CODE_REUSED);
        Map<String, String> told = refused.getEvent().getDetails();
        boolean saidSo = told != null && told.containsKey(EventDetails.FAMILY);
        if (ended.families() > 0 && !saidSo) {
            report(session, family);
        }
    }

    private Optional<RefreshTokenFamily> family() {
        return session.getProvider(Ledger.class)
                .find(code.familyId())
                .map(Ledger.Entry::family)
                .filter(family -> family.grant().clientId().equals(client.getId()));
    }

    /** Once this family is committed, looks for a second use that happened before it was visible. */
    public static void watch(KeycloakSession session, RefreshTokenFamily family) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                KeycloakModelUtils.runJobInTransaction(factory, later -> endIfMarked(later, family));
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was issued.
            }
        });
    }

    private static void endIfMarked(KeycloakSession session, RefreshTokenFamily family) {
        if (!session.singleUseObjects().contains(mark(family.id()))) {
            return;
        }
        RealmModel realm = session.realms().getRealm(family.realmId());
        session.getContext().setRealm(realm);
        new GrantRevocation(session).end(realm, family, RevocationReason.CODE_REUSED);
        report(session, family);
    }

    private static void report(KeycloakSession session, RefreshTokenFamily family) {
        RealmModel realm = session.getContext().getRealm();
        EventBuilder event = new EventBuilder(realm, session).event(EventType.CODE_TO_TOKEN);
        event.client(realm.getClientById(family.grant().clientId()));
        describe(event, family).error(Errors.INVALID_CODE);
    }

    private static EventBuilder describe(EventBuilder event, RefreshTokenFamily family) {
        return event.user(family.grant().userId())
                .detail(Details.REASON, REASON)
                .detail(EventDetails.FAMILY, family.id());
    }

    private static String mark(String familyId) {
        return "refresh-grants-code-reused:" + familyId;
    }
}
