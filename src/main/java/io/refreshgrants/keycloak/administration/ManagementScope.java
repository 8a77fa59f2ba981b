package io.refreshgrants.keycloak.administration;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A scope of Auth0's Management API, and the right of Keycloak's that its bearer needs as well: an application that is given a
 * scope by mistake can do no more than its service account may.
 *
 * @param <T> what the right is for: users, clients, client scopes or the realm
 * @param scope as a token has it
 * @param role Keycloak's role with the right, for messages; fine-grained permissions can stand in for it
 * @param rights those of the kind
 * @param manages whether it takes the right to change, and not only to see
 */
public record ManagementScope<T>(String scope, String role, Function<AdminRights, Rights<T>> rights, boolean manages) {

    public static final ManagementScope<UserModel> READ_GRANTS = viewing("read:grants", "users", AdminRights::users);
    public static final ManagementScope<UserModel> DELETE_GRANTS =
            managing("delete:grants", "users", AdminRights::users);

    public static final ManagementScope<UserModel> READ_DEVICE_CREDENTIALS =
            viewing("read:device_credentials", "users", AdminRights::users);
    public static final ManagementScope<UserModel> DELETE_DEVICE_CREDENTIALS =
            managing("delete:device_credentials", "users", AdminRights::users);

    public static final ManagementScope<UserModel> READ_REFRESH_TOKENS =
            viewing("read:refresh_tokens", "users", AdminRights::users);
    public static final ManagementScope<UserModel> UPDATE_REFRESH_TOKENS =
            managing("update:refresh_tokens", "users", AdminRights::users);
    public static final ManagementScope<UserModel> DELETE_REFRESH_TOKENS =
            managing("delete:refresh_tokens", "users", AdminRights::users);

    public static final ManagementScope<UserModel> READ_SESSIONS =
            viewing("read:sessions", "users", AdminRights::users);
    public static final ManagementScope<UserModel> DELETE_SESSIONS =
            managing("delete:sessions", "users", AdminRights::users);

    public static final ManagementScope<ClientModel> READ_CLIENTS =
            viewing("read:clients", "clients", AdminRights::clients);
    public static final ManagementScope<ClientModel> UPDATE_CLIENTS =
            managing("update:clients", "clients", AdminRights::clients);

    public static final ManagementScope<ClientModel> CREATE_CLIENTS =
            managing("create:clients", "clients", AdminRights::clients);
    public static final ManagementScope<ClientModel> DELETE_CLIENTS =
            managing("delete:clients", "clients", AdminRights::clients);

    public static final ManagementScope<ClientModel> READ_CLIENT_GRANTS =
            viewing("read:client_grants", "clients", AdminRights::clients);
    public static final ManagementScope<ClientModel> CREATE_CLIENT_GRANTS =
            managing("create:client_grants", "clients", AdminRights::clients);
    public static final ManagementScope<ClientModel> UPDATE_CLIENT_GRANTS =
            managing("update:client_grants", "clients", AdminRights::clients);
    public static final ManagementScope<ClientModel> DELETE_CLIENT_GRANTS =
            managing("delete:client_grants", "clients", AdminRights::clients);

    public static final ManagementScope<ClientScopeModel> READ_RESOURCE_SERVERS =
            viewing("read:resource_servers", "clients", AdminRights::clientScopes);
    public static final ManagementScope<ClientScopeModel> CREATE_RESOURCE_SERVERS =
            managing("create:resource_servers", "clients", AdminRights::clientScopes);
    public static final ManagementScope<ClientScopeModel> UPDATE_RESOURCE_SERVERS =
            managing("update:resource_servers", "clients", AdminRights::clientScopes);
    public static final ManagementScope<ClientScopeModel> DELETE_RESOURCE_SERVERS =
            managing("delete:resource_servers", "clients", AdminRights::clientScopes);

    public static final ManagementScope<RealmModel> READ_RULES = viewing("read:rules", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> CREATE_RULES =
            managing("create:rules", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> UPDATE_RULES =
            managing("update:rules", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> DELETE_RULES =
            managing("delete:rules", "realm", AdminRights::realm);

    public static final ManagementScope<RealmModel> READ_RULES_CONFIGS =
            viewing("read:rules_configs", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> UPDATE_RULES_CONFIGS =
            managing("update:rules_configs", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> DELETE_RULES_CONFIGS =
            managing("delete:rules_configs", "realm", AdminRights::realm);

    public static final ManagementScope<RealmModel> READ_ACTIONS = viewing("read:actions", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> CREATE_ACTIONS =
            managing("create:actions", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> UPDATE_ACTIONS =
            managing("update:actions", "realm", AdminRights::realm);
    public static final ManagementScope<RealmModel> DELETE_ACTIONS =
            managing("delete:actions", "realm", AdminRights::realm);

    /** All of them. */
    public static final List<ManagementScope<?>> ALL = List.of(
            READ_GRANTS,
            DELETE_GRANTS,
            READ_DEVICE_CREDENTIALS,
            DELETE_DEVICE_CREDENTIALS,
            READ_REFRESH_TOKENS,
            UPDATE_REFRESH_TOKENS,
            DELETE_REFRESH_TOKENS,
            READ_SESSIONS,
            DELETE_SESSIONS,
            READ_CLIENTS,
            UPDATE_CLIENTS,
            CREATE_CLIENTS,
            DELETE_CLIENTS,
            READ_CLIENT_GRANTS,
            CREATE_CLIENT_GRANTS,
            UPDATE_CLIENT_GRANTS,
            DELETE_CLIENT_GRANTS,
            READ_RESOURCE_SERVERS,
            CREATE_RESOURCE_SERVERS,
            UPDATE_RESOURCE_SERVERS,
            DELETE_RESOURCE_SERVERS,
            READ_RULES,
            CREATE_RULES,
            UPDATE_RULES,
            DELETE_RULES,
            READ_RULES_CONFIGS,
            UPDATE_RULES_CONFIGS,
            DELETE_RULES_CONFIGS,
            READ_ACTIONS,
            CREATE_ACTIONS,
            UPDATE_ACTIONS,
            DELETE_ACTIONS);

    private static final Set<String> NAMES =
            ALL.stream().map(ManagementScope::scope).collect(Collectors.toUnmodifiableSet());

    private static <T> ManagementScope<T> viewing(String scope, String noun, Function<AdminRights, Rights<T>> rights) {
        return new ManagementScope<>(scope, "view-" + noun, rights, false);
    }

    private static <T> ManagementScope<T> managing(String scope, String noun, Function<AdminRights, Rights<T>> rights) {
        return new ManagementScope<>(scope, "manage-" + noun, rights, true);
    }

    /** Whether this is the name of one of them. */
    public static boolean isOne(String name) {
        return NAMES.contains(name);
    }

    /** Whether an admin may do this to one thing. */
    public boolean allows(AdminRights admin, T one) {
        Rights<T> ofKind = rights.apply(admin);
        return manages ? ofKind.canManage(one) : ofKind.canView(one);
    }

    /** Whether an admin may do this to everything of its kind. */
    public boolean allowsAll(AdminRights admin) {
        Rights<T> ofKind = rights.apply(admin);
        return manages ? ofKind.canManage() : ofKind.canView();
    }

    /** Whether an admin may know which things of the kind exist. */
    public boolean showsExistence(AdminRights admin) {
        return rights.apply(admin).canList();
    }
}
