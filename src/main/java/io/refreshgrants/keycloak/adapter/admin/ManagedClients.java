package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.AuditTrail;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.AdminClientRegisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientRegisteredContext;
import org.keycloak.services.clientpolicy.context.AdminClientUnregisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdatedContext;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.validation.ValidationResult;
import org.keycloak.validation.ValidationUtil;

/**
 * Changes of a realm's clients by an admin, each with its admin event: what Keycloak's admin REST API does with them, with
 * its client policies and its validation.
 *
 * @param author the admin, as client policies see one
 * @param audit writes the events
 */
public record ManagedClients(KeycloakSession session, AdminAuth author, AuditTrail audit) {

    private static final int ID_LENGTH = 32;

    /**
     * Adds a client, with an id that nobody can guess.
     *
     * @param named what a refusal calls one of Keycloak's fields
     */
    public ClientModel create(ClientRepresentation wanted, Function<String, String> named) {
        wanted.setClientId(SecretGenerator.getInstance().randomString(ID_LENGTH, SecretGenerator.ALPHANUM));
        wanted.setEnabled(true);
        ask(new AdminClientRegisterContext(wanted, author));
        ClientModel created = ClientManager.createClient(session, realm(), wanted);
        if (Boolean.TRUE.equals(wanted.isServiceAccountsEnabled())) {
            new ClientManager(new RealmManager(session)).enableServiceAccount(created);
        }
        check(created, true, named);
        ask(new AdminClientRegisteredContext(created, author));
        record(OperationType.CREATE, created.getClientId(), created);
        return created;
    }

    /** Changes what a representation names. */
    public void change(ClientModel client, ClientRepresentation wanted, Function<String, String> named) {
        ask(new AdminClientUpdateContext(wanted, client, author));
        try {
            ClientManager.updateClientServiceAccount(session, client, wanted.isServiceAccountsEnabled());
            RepresentationToModel.updateClient(wanted, client, session);
        } catch (ModelValidationException e) {
            throw AdminError.invalid("client", String.valueOf(e.getMessage()));
        }
        check(client, false, named);
        ask(new AdminClientUpdatedContext(wanted, client, author));
        record(OperationType.UPDATE, "", client);
    }

    /** Deletes a client, with what users have given it. */
    public void delete(ClientModel client) {
        ask(new AdminClientUnregisterContext(client, author));
        record(OperationType.DELETE, "", client);
        new ClientManager(new RealmManager(session)).removeClient(realm(), client);
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }

    private void ask(ClientPolicyContext context) {
        try {
            session.clientPolicy().triggerOnEvent(context);
        } catch (ClientPolicyException e) {
            throw AdminError.invalid("client", "is refused by a client policy: " + e.getErrorDetail());
        }
    }

    private void check(ClientModel client, boolean isNew, Function<String, String> named) {
        ValidationUtil.validateClient(session, client, isNew, result -> refuse(result, named));
    }

    private static void refuse(ValidationResult result, Function<String, String> named) {
        result.getErrors().stream().findFirst().ifPresent(error -> {
            throw AdminError.invalid(named.apply(error.getFieldId()), "is not valid: " + error.getMessage());
        });
    }

    private void record(OperationType operation, String below, ClientModel client) {
        audit.record(operation, ResourceType.CLIENT.name(), below, Map.of("client_id", client.getClientId()));
    }
}
