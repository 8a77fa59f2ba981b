package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.Committed;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.api.ApiScope;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What Auth0 calls the permissions of an API: client scopes that name its identifier in an attribute. Keycloak does not divide
 * client scopes by API, so that one may be of several, and one without the attribute is of none that is known.
 */
record ApiPermissions(KeycloakSession session, String identifier) {

    /** The identifiers of a client scope's APIs, separated by spaces. */
    static final String ATTRIBUTE = "refresh_grants.apis";

    /** On those that this API has added: nothing else of the realm's is deleted with an API's permission. */
    static final String ADDED = "refresh_grants.added_for_api";

    private static final String PROTOCOL = "openid-connect";
    private static final Pattern NAME = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255}");
    private static final int MOST_DESCRIPTION = 255;
    private static final int MOST_ATTRIBUTE = 2_048;
    private static final int MOST = 1_000;

    /** Keycloak's client scopes for claims about users, besides those of OpenID Connect. */
    private static final List<String> OF_KEYCLOAK = List.of("microprofile-jwt", "organization");

    /** One of them. */
    record Permission(
            @JsonProperty("value") String value,
            @JsonProperty("description") @Nullable String description) {}

    /** Whether a client scope is for applications and the APIs that they call: it is in tokens, and no claims or API stand behind it. */
    static boolean canBeOfApis(ClientScopeModel scope) {
        return PROTOCOL.equals(scope.getProtocol())
                && scope.isIncludeInTokenScope()
                && !Scopes.isOfOpenId(scope.getName())
                && !OF_KEYCLOAK.contains(scope.getName())
                && ApiScope.of(scope).isEmpty();
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }

    List<Permission> all() {
        return scopes().map(scope -> new Permission(scope.getName(), scope.getDescription()))
                .sorted(Comparator.comparing(Permission::value))
                .toList();
    }

    /**
     * Makes these the API's, and no others: client scopes that are missing are added, and those that were added and are of no API any
     * more are removed.
     *
     * @param demandChange refuses an admin who may not change a client scope
     */
    void replace(List<Permission> wanted, Consumer<ClientScopeModel> demandChange) {
        Map<String, String> known = new TreeMap<>();
        new Committed(session, realm()).clientScopes().forEach(scope -> known.put(scope.getName(), scope.getId()));
        TreeSet<String> kept = new TreeSet<>();
        for (Permission permission : wanted) {
            ClientScopeModel scope = Optional.ofNullable(known.get(permission.value()))
                    .map(realm()::getClientScopeById)
                    .orElseGet(() -> added(permission.value()));
            demandChange.accept(scope);
            if (!canBeOfApis(scope) || ManagementScope.isOne(scope.getName())) {
                throw ManagementError.invalidBody("scopes has " + scope.getName() + ", which is no scope for an API");
            }
            scope.setDescription(permission.description());
            name(scope, Stream.concat(apis(scope), Stream.of(identifier)));
            kept.add(permission.value());
        }
        scopes().filter(scope -> !kept.contains(scope.getName())).toList().forEach(scope -> {
            demandChange.accept(scope);
            name(scope, apis(scope).filter(api -> !api.equals(identifier)));
            if (apis(scope).findAny().isEmpty() && Boolean.parseBoolean(scope.getAttribute(ADDED))) {
                realm().removeClientScope(scope.getId());
            }
        });
    }

    /** Moves what is the API's to another identifier. */
    void moveTo(String other) {
        scopes().toList().forEach(scope -> name(scope, apis(scope).map(api -> api.equals(identifier) ? other : api)));
    }

    /** What a body's member says. */
    static List<Permission> in(Members members) {
        JsonNode array = members.object().path("scopes");
        if (!array.isArray() || array.size() > MOST) {
            throw ManagementError.invalidBody("scopes must be an array of no more than " + MOST + " objects");
        }
        TreeMap<String, Permission> permissions = new TreeMap<>();
        for (JsonNode element : array) {
            Permission permission = permission(element);
            if (permissions.put(permission.value(), permission) != null) {
                throw ManagementError.invalidBody("scopes has the value " + permission.value() + " twice");
            }
        }
        return List.copyOf(permissions.values());
    }

    private static Permission permission(JsonNode element) {
        Members members = new Members(element, "scopes.");
        String value = members.requiredText("value");
        String description =
                members.has("description") && !members.isNull("description") ? members.text("description") : null;
        if (!NAME.matcher(value).matches() || description != null && description.length() > MOST_DESCRIPTION) {
            throw ManagementError.invalidBody(
                    "scopes must have values of characters that a scope may have, and no more than 255 characters");
        }
        members.requireOnly(Set.of("value", "description"));
        return new Permission(value, description);
    }

    private Stream<ClientScopeModel> scopes() {
        return realm().getClientScopesStream().filter(scope -> apis(scope).anyMatch(identifier::equals));
    }

    private static Stream<String> apis(ClientScopeModel scope) {
        return Arrays.stream(Objects.requireNonNullElse(scope.getAttribute(ATTRIBUTE), "")
                        .split(" "))
                .filter(api -> !api.isEmpty());
    }

    private static void name(ClientScopeModel scope, Stream<String> apis) {
        String named = String.join(" ", new TreeSet<>(apis.toList()));
        if (named.length() > MOST_ATTRIBUTE) {
            throw ManagementError.invalidBody("scopes has " + scope.getName() + ", which is of too many APIs already");
        }
        scope.setAttribute(ATTRIBUTE, named);
    }

    private ClientScopeModel added(String name) {
        ClientScopeModel scope = realm().addClientScope(name);
        scope.setProtocol(PROTOCOL);
        scope.setIncludeInTokenScope(true);
        scope.setAttribute(ADDED, "true");
        return scope;
    }
}
