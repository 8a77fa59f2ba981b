package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagedRules;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.administration.RuleChange;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * The scripts of one kind, as Auth0 keeps them apart. All of them take a right for the whole realm.
 *
 * @param kind what a script says that it is, and what errors call it
 */
record Scripts(ManagementRequest request, String kind) {

    /** All of them, in running order. */
    Stream<ComponentModel> all() {
        return new RuleCatalog(request.session(), request.realm())
                .rules().stream()
                        .filter(rule ->
                                ScriptKeys.kind(rule).filter(kind::equals).isPresent());
    }

    /** The one with this id, with which the sender may do so. */
    ComponentModel one(String id, ManagementScope<RealmModel> scope) {
        request.demandAll(scope);
        return request.existing(
                all().filter(script -> script.getId().equals(id)).findFirst(), scope, kind);
    }

    ComponentModel create(ManagementScope<RealmModel> scope, Supplier<RuleChange> wanted) {
        request.demandAll(scope);
        return managed().create(wanted.get());
    }

    /**
     * Changes one.
     *
     * @param wanted what it is to be, by what it is
     */
    ComponentModel change(String id, ManagementScope<RealmModel> scope, Function<ComponentModel, RuleChange> wanted) {
        ComponentModel found = one(id, scope);
        return managed().change(found.getId(), wanted.apply(found), seen -> {});
    }

    void delete(String id, ManagementScope<RealmModel> scope) {
        managed().delete(one(id, scope).getId(), seen -> {});
    }

    private ManagedRules managed() {
        return new ManagedRules(
                request.session(), request.realm(), request.access().audit());
    }
}
