package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.request.AuthorizedRequest;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.UserInfoEndpoint;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AppAuthManager.AuthHeader;
import org.keycloak.util.TokenUtil;

/** Keycloak's userinfo endpoint, for managed tokens and for those with the tenant's issuer, too. */
public final class ManagedUserinfoEndpoint extends UserInfoEndpoint {

    private final KeycloakSession session;

    /** Where the server routes a request to before it has read its body. */
    public ManagedUserinfoEndpoint(KeycloakSession session) {
        super(shown(session, null), new ManagedUserinfo());
        this.session = session;
    }

    /** Keycloak's headers against caching are in its answer, too. */
    @Override
    @POST
    @Produces({MediaType.APPLICATION_JSON, org.keycloak.utils.MediaType.APPLICATION_JWT})
    public Response issueUserInfoPost() {
        return of(session, null).issueUserInfoPost();
    }

    /**
     * Keycloak's endpoint for a request whose body has been read, and that may have its token where Keycloak does not look.
     *
     * @param elsewhere the token; null for none
     */
    public static UserInfoEndpoint of(KeycloakSession session, @Nullable String elsewhere) {
        return new UserInfoEndpoint(shown(session, elsewhere), new ManagedUserinfo());
    }

    /** Several tokens are Keycloak's to refuse, which sees each in its own place (RFC 6750 section 2). */
    private static KeycloakSession shown(KeycloakSession session, @Nullable String elsewhere) {
        HttpRequest request = session.getContext().getHttpRequest();
        Optional<AuthHeader> header = Optional.ofNullable(
                AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(request.getHttpHeaders()));
        Optional<String> bound = header.filter(any -> TokenUtil.TOKEN_TYPE_DPOP.equalsIgnoreCase(any.getScheme()))
                .map(AuthHeader::getToken);
        List<String> bearers = bearers(request, header, elsewhere);
        if (bearers.isEmpty()) {
            bound.flatMap(token -> BoundTenantToken.of(session, token))
                    .map(token -> token.shown(request))
                    .ifPresent(session.getContext()::setHttpRequest);
        } else if (bearers.size() == 1 && bound.isEmpty()) {
            TenantTokens.forKeycloak(session, bearers.get(0))
                    .or(() -> Optional.ofNullable(elsewhere))
                    .map(token -> AuthorizedRequest.bearer(request, token))
                    .ifPresent(session.getContext()::setHttpRequest);
        }
        return session;
    }

    private static List<String> bearers(HttpRequest request, Optional<AuthHeader> header, @Nullable String elsewhere) {
        Stream<String> ofHeader = header
                .filter(any -> TokenUtil.TOKEN_TYPE_BEARER.equalsIgnoreCase(any.getScheme()))
                .map(AuthHeader::getToken)
                .stream();
        Stream<String> ofForm = Stream.ofNullable(
                        request.getDecodedFormParameters().get(OAuth2Constants.ACCESS_TOKEN))
                .flatMap(List::stream);
        return Stream.of(ofHeader, ofForm, Stream.ofNullable(elsewhere))
                .flatMap(tokens -> tokens)
                .toList();
    }
}
