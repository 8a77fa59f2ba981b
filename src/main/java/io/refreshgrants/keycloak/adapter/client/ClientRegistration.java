package io.refreshgrants.keycloak.adapter.client;

import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.Setting;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProvider;
import org.keycloak.services.clientregistration.ErrorCodes;
import org.keycloak.util.TokenUtil;

/**
 * Keycloak's client registration with client representations, the only kind that carries attributes. A client that
 * registers or updates itself may set only those refresh token settings that the realm allows. An admin's token may set
 * what the admin REST API accepts.
 */
public final class ClientRegistration extends DefaultClientRegistrationProvider {

    private static final String PREFIX = "refresh_grants.";

    ClientRegistration(KeycloakSession session) {
        super(session);
    }

    @Override
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response createDefault(ClientRepresentation client) {
        event.event(EventType.CLIENT_REGISTER);
        check(client, name -> null);
        return super.createDefault(client);
    }

    @Override
    @PUT
    @Path("{clientId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response updateDefault(@PathParam("clientId") String clientId, ClientRepresentation client) {
        event.event(EventType.CLIENT_UPDATE).client(clientId);
        // A client sends back all attributes with each update; unchanged ones are fine.
        check(
                client,
                name -> Optional.ofNullable(realm().getClientByClientId(clientId))
                        .map(saved -> saved.getAttribute(name))
                        .orElse(null));
        return super.updateDefault(clientId, client);
    }

    private void check(ClientRepresentation client, UnaryOperator<String> saved) {
        if (client == null || client.getAttributes() == null || isAdmins()) {
            return;
        }
        Set<String> free =
                session.getProvider(SettingsProvider.class).of(realm(), RealmSettings.ALLOW_IN_REGISTRATION).stream()
                        .map(Setting::attribute)
                        .collect(Collectors.toSet());
        client.getAttributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(PREFIX) && !free.contains(attribute.getKey()))
                .filter(attribute -> !Objects.equals(attribute.getValue(), saved.apply(attribute.getKey())))
                .map(Map.Entry::getKey)
                .min(String::compareTo)
                .ifPresent(this::refuse);
    }

    private boolean isAdmins() {
        auth.resolveRegistrationAuth(); // Reads the token.
        return auth.getJwt() != null
                && TokenUtil.TOKEN_TYPE_BEARER.equals(auth.getJwt().getType());
    }

    private void refuse(String attribute) {
        event.detail(Details.REASON, RequestRefusal.SETTING_NOT_ALLOWED_IN_REGISTRATION.reason() + ": " + attribute)
                .error(Errors.NOT_ALLOWED);
        throw new ErrorResponseException(
                ErrorCodes.INVALID_CLIENT_METADATA,
                attribute + " is not a client's own to choose",
                Response.Status.BAD_REQUEST);
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }
}
