package io.refreshgrants.keycloak.administration;

import jakarta.ws.rs.ForbiddenException;

/**
 * What an admin may do with things of one kind, by Keycloak's roles and fine-grained permissions.
 *
 * @param <T> the kind: a user, a client, a client scope, or the realm
 */
public interface Rights<T> {

    /** Whether the admin may know which of them exist. Without this right, an unknown id is answered like a known one. */
    boolean canList();

    /** Whether the admin may see all of them. */
    boolean canView();

    /** Whether the admin may see this one. */
    boolean canView(T one);

    /** Whether the admin may change all of them, and add some. */
    boolean canManage();

    /** Whether the admin may change this one. */
    boolean canManage(T one);

    /** Refuses an admin who may not list. */
    default void requireList() {
        require(canList());
    }

    /** Refuses an admin who may not see all. */
    default void requireView() {
        require(canView());
    }

    /** Refuses an admin who may not see this one. */
    default void requireView(T one) {
        require(canView(one));
    }

    /** Refuses an admin who may not change all. */
    default void requireManage() {
        require(canManage());
    }

    /** Refuses an admin who may not change this one. */
    default void requireManage(T one) {
        require(canManage(one));
    }

    private static void require(boolean right) {
        if (!right) {
            throw new ForbiddenException();
        }
    }
}
