package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.adapter.tenant.ManagementAudience;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.TokenVerifier;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessToken.Confirmation;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.managers.GrantTypeEndpointRestrictionValidator;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.services.util.MtlsHoKTokenUtil;
import org.keycloak.util.TokenUtil;

/**
 * The access token of a request to the Management API: checked as Keycloak's admin REST API checks its own, and then for what
 * makes it a token for this API and for an application's own account. No token of a user is one, whatever its audience.
 */
public final class ManagementToken {

    private static final String INVALID = "Invalid token";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String encoded;

    private ManagementToken(KeycloakSession session, String encoded) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.encoded = encoded;
    }

    /** What the sender of the request may do. */
    public static ManagementAccess access(KeycloakSession session) throws ManagementTokenException {
        ManagementToken token = new ManagementToken(session, sent(session));
        if (!token.isReadable()) {
            throw ManagementTokenException.refused(ManagementTokenRefusal.NOT_VALID, INVALID);
        }
        try {
            return token.access();
        } catch (ManagementTokenException e) {
            e.refusal().report(session, token.encoded);
            throw e;
        }
    }

    private static String sent(KeycloakSession session) throws ManagementTokenException {
        HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
        if (headers.getRequestHeaders().get(HttpHeaders.AUTHORIZATION) == null) {
            throw ManagementTokenException.missing();
        }
        try {
            return Optional.ofNullable(AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(headers))
                    .map(AppAuthManager.AuthHeader::getToken)
                    .orElseThrow(ManagementToken::badHeader);
        } catch (NotAuthorizedException e) {
            throw badHeader();
        }
    }

    private static ManagementTokenException badHeader() {
        return ManagementTokenException.refused(
                ManagementTokenRefusal.NOT_VALID, "Bad HTTP authentication header format");
    }

    private ManagementAccess access() throws ManagementTokenException {
        AuthResult verified = verified();
        if (!isProven(verified.token())) {
            throw ManagementTokenException.refused(ManagementTokenRefusal.BINDING_NOT_PROVEN, INVALID);
        }
        if (!verified.token().hasAudience(ManagementAudience.of(session))) {
            throw ManagementTokenException.refused(
                    ManagementTokenRefusal.WRONG_AUDIENCE, "Bad audience: expected " + ManagementAudience.of(session));
        }
        if (!isApplicationsOwn(verified)) {
            throw ManagementTokenException.refused(
                    ManagementTokenRefusal.NOT_OF_APPLICATION,
                    "Invalid token: the client credentials grant issues those for this API");
        }
        AdminAuth author = new AdminAuth(realm, verified.token(), verified.user(), verified.client());
        ApplicationAudit audit = new ApplicationAudit(session, author);
        return new ManagementAccess(
                verified.client(),
                Scopes.parse(verified.token().getScope()),
                KeycloakRights.of(AdminPermissions.evaluator(session, realm, realm, verified.user())),
                new ManagedClients(session, author, audit),
                audit);
    }

    /** Keycloak's verification fails where a header names no algorithm, and with an answer of its own. */
    private boolean isReadable() {
        try {
            return new JWSInput(encoded).getHeader().getAlgorithm() != null;
        } catch (JWSInputException e) {
            return false;
        }
    }

    /** Signature, issuer, times, not-before, revocation, client, user, and the proof of a DPoP key: all by Keycloak. */
    private AuthResult verified() throws ManagementTokenException {
        AuthResult result = AuthenticationManager.verifyIdentityToken(
                session,
                realm,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                true,
                true,
                null,
                false,
                TenantTokens.forKeycloak(session, encoded).orElse(encoded),
                session.getContext().getHttpRequest().getHttpHeaders(),
                this::asAtKeycloaksApis);
        if (result == null) {
            throw isExpired()
                    ? ManagementTokenException.refused(
                            ManagementTokenRefusal.EXPIRED, "Expired token received for JSON Web Token validation")
                    : ManagementTokenException.refused(ManagementTokenRefusal.NOT_VALID, INVALID);
        }
        return result;
    }

    /** A DPoP proof has a hash of the token as it was sent, which may be another than the one that Keycloak is shown. */
    private void asAtKeycloaksApis(TokenVerifier<AccessToken> verifier) {
        DPoPUtil.withDPoPVerifier(
                verifier,
                realm,
                new DPoPUtil.Validator(session)
                        .request(session.getContext().getHttpRequest())
                        .uriInfo(session.getContext().getUri())
                        .accessToken(encoded));
        verifier.withChecks(GrantTypeEndpointRestrictionValidator.check(session));
    }

    /** Only of a token that the realm has signed, so that nobody learns anything from a made-up one. */
    private boolean isExpired() {
        AccessToken signed = session.tokens().decode(encoded, AccessToken.class);
        return signed != null && signed.isExpired();
    }

    /** Keycloak checks a DPoP key by the token's type; any other key must be proven here, and an unknown one cannot be. */
    private boolean isProven(AccessToken token) {
        Confirmation binding = token.getConfirmation();
        if (binding == null) {
            return true;
        }
        boolean keyProven = binding.getKeyThumbprint() == null || TokenUtil.TOKEN_TYPE_DPOP.equals(token.getType());
        boolean certificateProven = binding.getCertThumbprint() == null
                || MtlsHoKTokenUtil.verifyTokenBindingWithClientCertificate(
                        token, session.getContext().getHttpRequest(), session);
        return keyProven && certificateProven;
    }

    private boolean isApplicationsOwn(AuthResult verified) {
        ClientModel client = verified.client();
        UserModel user = verified.user();
        String grantType = session.getProvider(TokenContextEncoderProvider.class)
                .getTokenContextFromTokenId(verified.token().getId())
                .getGrantType();
        return OAuth2Constants.CLIENT_CREDENTIALS.equals(grantType)
                && client.isServiceAccountsEnabled()
                && client.getId().equals(user.getServiceAccountClientLink());
    }
}
