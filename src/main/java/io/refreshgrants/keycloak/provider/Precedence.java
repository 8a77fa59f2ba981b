package io.refreshgrants.keycloak.provider;

/** The {@code order} of factories, by which Keycloak chooses between those with the same id and ranks the others. */
public final class Precedence {

    /** Keycloak's own factories have 0. A deployment can still have the last word: with more, or in between. */
    public static final int OVER_KEYCLOAK = 100;

    private Precedence() {}
}
