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
 * A code that is used twice ends what its first use gave (RFC 6749 section 4.1.2): one of the two users has stolen it. Only the
 * client that the code was given to can do that, once it has authenticated.
 *
 * <p>The two uses can meet. The later one leaves a mark before it looks for the family, and the earlier one looks for the
 * mark after its family has been committed: whatever the order, one of them sees the other.
 */
public final class CodeReuse {

    private static final String REASON = RevocationReason.CODE_REUSED.code();

    /** In seconds; longer than an exchange takes, whatever its rules do. */
    private static final long MARK_LIFESPAN = 300;

    private final KeycloakSession session;
    private final ClientModel client;
    private final ExchangedCode code;

    CodeReuse(KeycloakSession session, ClientModel client, ExchangedCode code) {
        this.session = session;
        this.client = client;
        this.code = code;
    }

    /** Lets the event of the refusal that is to come say what was refused. */
    void describe(EventBuilder event) {
        family().ifPresent(family -> describe(event, family));
    }

    /** After Keycloak has refused the code. */
    void end(EventBuilder refused) {
        if (code.isFor(client) && Errors.INVALID_CODE.equals(refused.getEvent().getError()) && family().isEmpty()) {
            // In a transaction of its own: it must be there to be seen before this one looks again.
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    marking -> marking.singleUseObjects().putIfAbsent(mark(code.familyId()), MARK_LIFESPAN));
        }
        family().ifPresent(family -> end(family, refused));
    }

    /** The refusal's event has gone out by now, without the reason if the family could not be seen before it. */
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

    /** Looks for a second use that came before this family could be seen, once it can. */
    public static void watch(KeycloakSession session, RefreshTokenFamily family) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                KeycloakModelUtils.runJobInTransaction(factory, later -> endIfMarked(later, family));
            }

            @Override
            protected void rollbackImpl() {
                // Then the code gave nothing.
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
