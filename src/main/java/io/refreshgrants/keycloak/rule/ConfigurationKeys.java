package io.refreshgrants.keycloak.rule;

/** The names under which the configuration of a realm's scripts is stored: of its provider, and in its component. */
public final class ConfigurationKeys {

    /** The provider of the component. A realm has one at most. */
    public static final String PROVIDER_ID = "configuration";

    /** Values that an admin may see again, as a JSON object of texts. */
    public static final String VALUES = "values";

    /** Values that are not shown again, as a JSON object of texts. */
    public static final String SECRETS = "secrets";

    private ConfigurationKeys() {}
}
