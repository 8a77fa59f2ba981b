package io.refreshgrants.keycloak.behaviour.deployment;

import io.refreshgrants.keycloak.testing.DemoRealm;

/** Who signs with ES256, as an admin reads it. */
final class ShownSigner {

    /** How the native library is called. */
    static final String NATIVE = "Signatures of AmazonCorrettoCryptoProvider";

    private ShownSigner() {}

    /** On the console's page of the server's providers. */
    static String inConsole(DemoRealm realm) {
        return realm.admin()
                .get("serverinfo")
                .json()
                .at("/providers/refresh-grants-signing/providers/jca/operationalInfo/ES256")
                .asText();
    }
}
