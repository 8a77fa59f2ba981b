package io.refreshgrants.keycloak.auth0.management;

import java.util.HashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * One of Auth0's grant types, and the switch that Keycloak has for it.
 *
 * @param isAllowed whether a client may use it
 * @param put lets a client use it, or not
 */
record GrantType(String name, Predicate<ClientModel> isAllowed, BiConsumer<ClientRepresentation, Boolean> put) {

    static final String AUTHORIZATION_CODE = "authorization_code";
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String REFRESH_TOKEN = "refresh_token";

    private static final String REFRESH_TOKENS = "use.refresh.tokens";
    private static final String DEVICE = "oauth2.device.authorization.grant.enabled";

    /** All that a client can be given. */
    static final List<GrantType> ALL = List.of(
            new GrantType(
                    AUTHORIZATION_CODE,
                    ClientModel::isStandardFlowEnabled,
                    ClientRepresentation::setStandardFlowEnabled),
            new GrantType("implicit", ClientModel::isImplicitFlowEnabled, ClientRepresentation::setImplicitFlowEnabled),
            new GrantType(
                    "password",
                    ClientModel::isDirectAccessGrantsEnabled,
                    ClientRepresentation::setDirectAccessGrantsEnabled),
            new GrantType(
                    CLIENT_CREDENTIALS,
                    ClientModel::isServiceAccountsEnabled,
                    ClientRepresentation::setServiceAccountsEnabled),
            new GrantType(
                    REFRESH_TOKEN,
                    client -> !"false".equals(client.getAttribute(REFRESH_TOKENS)),
                    (client, allowed) -> attribute(client, REFRESH_TOKENS, allowed)),
            new GrantType(
                    "urn:ietf:params:oauth:grant-type:device_code",
                    client -> Boolean.parseBoolean(client.getAttribute(DEVICE)),
                    (client, allowed) -> attribute(client, DEVICE, allowed)));

    /** Lets a client use these and no others. */
    static void putAll(ClientRepresentation client, List<String> names) {
        List<String> known = ALL.stream().map(GrantType::name).toList();
        if (!known.containsAll(names)) {
            throw ManagementError.invalidBody("grant_types can only have " + String.join(", ", known));
        }
        ALL.forEach(type -> type.put().accept(client, names.contains(type.name())));
    }

    /** Gives a representation an attribute; those of the client that it does not name stay. */
    static void attribute(ClientRepresentation client, String name, Object value) {
        if (client.getAttributes() == null) {
            client.setAttributes(new HashMap<>());
        }
        client.getAttributes().put(name, value.toString());
    }
}
