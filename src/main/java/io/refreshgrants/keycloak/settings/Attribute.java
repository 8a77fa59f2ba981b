package io.refreshgrants.keycloak.settings;

/** A setting that is kept as an attribute of Keycloak's. */
interface Attribute {

    /** Its name, with our prefix. */
    String attribute();
}
