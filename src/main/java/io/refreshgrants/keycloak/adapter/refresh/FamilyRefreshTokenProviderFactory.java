package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;

/** Ranks before Keycloak's own provider, which keeps serving unmanaged tokens. */
public final class FamilyRefreshTokenProviderFactory extends DefaultRefreshTokenProviderFactory {

    static final String PROVIDER_ID = "refresh-grants";

    @Override
    public RefreshTokenProvider create(KeycloakSession session) {
        return new FamilyRefreshTokenProvider(session);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
