package io.refreshgrants.keycloak.testing.provider;

import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProviderFactory;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;

/** The device of users who agree to each backchannel login (CIBA) at once. */
public final class AgreeingDeviceFactory implements AuthenticationChannelProviderFactory {

    @Override
    public AuthenticationChannelProvider create(KeycloakSession session) {
        return new Device(session);
    }

    @Override
    public String getId() {
        return "testing-agreeing-device";
    }

    /** Before Keycloak's own, which asks a server that is not there. */
    @Override
    public int order() {
        return 100;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record Device(KeycloakSession session) implements AuthenticationChannelProvider {

        @Override
        public boolean requestAuthentication(CIBAAuthenticationRequest request, String user) {
            session.singleUseObjects(); // It writes the request down after the commit, and has to be in the queue
            // before us.
            String realm = session.getContext().getRealm().getId();
            session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
                @Override
                protected void commitImpl() {
                    KeycloakModelUtils.runJobInTransaction(
                            session.getKeycloakSessionFactory(),
                            later -> DeviceGrantType.approveUserCode(
                                    later,
                                    later.realms().getRealm(realm),
                                    request.getAuthResultId(),
                                    "device",
                                    Map.of()));
                }

                @Override
                protected void rollbackImpl() {}
            });
            return true;
        }

        @Override
        public void close() {}
    }
}
