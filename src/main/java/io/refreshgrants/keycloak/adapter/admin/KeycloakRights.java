package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.administration.AdminRights;
import io.refreshgrants.keycloak.administration.Rights;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** An admin's rights as Keycloak evaluates them, from roles and fine-grained admin permissions. */
record KeycloakRights<T>(
        BooleanSupplier list,
        BooleanSupplier view,
        Predicate<T> viewOne,
        BooleanSupplier manage,
        Predicate<T> manageOne)
        implements Rights<T> {

    static AdminRights of(AdminPermissionEvaluator auth) {
        return new AdminRights(
                new KeycloakRights<UserModel>(
                        auth.users()::canQuery,
                        auth.users()::canView,
                        auth.users()::canView,
                        auth.users()::canManage,
                        auth.users()::canManage),
                new KeycloakRights<ClientModel>(
                        auth.clients()::canList,
                        auth.clients()::canView,
                        auth.clients()::canView,
                        auth.clients()::canManage,
                        auth.clients()::canManage),
                new KeycloakRights<ClientScopeModel>(
                        auth.clients()::canListClientScopes,
                        auth.clients()::canViewClientScopes,
                        auth.clients()::canView,
                        auth.clients()::canManageClientScopes,
                        auth.clients()::canManage),
                new KeycloakRights<RealmModel>(
                        auth.realm()::canViewRealm,
                        auth.realm()::canViewRealm,
                        realm -> auth.realm().canViewRealm(),
                        auth.realm()::canManageRealm,
                        realm -> auth.realm().canManageRealm()));
    }

    @Override
    public boolean canList() {
        return list.getAsBoolean();
    }

    @Override
    public boolean canView() {
        return view.getAsBoolean();
    }

    @Override
    public boolean canView(T one) {
        return viewOne.test(one);
    }

    @Override
    public boolean canManage() {
        return manage.getAsBoolean();
    }

    @Override
    public boolean canManage(T one) {
        return manageOne.test(one);
    }
}
