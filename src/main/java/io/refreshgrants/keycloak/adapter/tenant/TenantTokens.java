package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.tenant.TenantAddress;
import io.refreshgrants.keycloak.token.FamilyClaim;
import java.util.Optional;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.Urls;

/**
 * The two issuers of a realm with a tenant address. Keycloak's endpoints know one, which their code compares a token with in
 * places that cannot be replaced. A token with the tenant's issuer is shown to them as one with Keycloak's, after its
 * signature has been verified, and that copy never leaves the server.
 */
public final class TenantTokens {

    private TenantTokens() {}

    /** The issuer of tokens that were asked for below the realm, at the address of this request. */
    public static String keycloaksIssuer(KeycloakSession session) {
        return Urls.realmIssuer(
                session.getContext().getUri().getBaseUri(),
                session.getContext().getRealm().getName());
    }

    /**
     * A copy of a token that Keycloak's own endpoints take.
     *
     * @param encoded a token as it was sent
     * @return empty if the token is not the realm's, or if Keycloak takes it, or refuses it, as it is
     */
    public static Optional<String> forKeycloak(KeycloakSession session, String encoded) {
        if (!isForeign(session, encoded)) {
            return Optional.empty();
        }
        return Optional.ofNullable(session.tokens().decode(encoded, AccessToken.class))
                .filter(token -> standsForRealm(session, token))
                .map(token -> {
                    token.issuer(keycloaksIssuer(session));
                    return signed(session, token);
                });
    }

    /** A look without the signature, so that no token is verified twice but those that are about to be copied. */
    private static boolean isForeign(KeycloakSession session, String encoded) {
        try {
            return !keycloaksIssuer(session)
                    .equals(new JWSInput(encoded)
                            .readJsonContent(JsonWebToken.class)
                            .getIssuer());
        } catch (JWSInputException e) {
            return false;
        }
    }

    /**
     * Whether a token of the realm has an issuer that Keycloak does not know here and that stands for the realm all the same: the
     * tenant's, or in a managed refresh token that is used at the tenant address any. Its signature is the realm's, and its row
     * says whether it may be used.
     */
    public static boolean standsForRealm(KeycloakSession session, AccessToken token) {
        boolean atTenant =
                FamilyClaim.read(token).isPresent() && ServedTenant.of(session).isPresent();
        return !keycloaksIssuer(session).equals(token.getIssuer()) && (atTenant || isTenants(session, token));
    }

    private static boolean isTenants(KeycloakSession session, JsonWebToken token) {
        return ServedTenant.claimed(session.getContext().getRealm())
                .map(TenantAddress::issuer)
                .filter(issuer -> issuer.equals(token.getIssuer()))
                .isPresent();
    }

    /** By the key that the realm's refresh tokens are signed with: a signature that nobody else reads may be a quick one. */
    private static String signed(KeycloakSession session, AccessToken token) {
        return new JWSBuilder()
                .type("JWT")
                .jsonContent(token)
                .sign(session.getProvider(SignatureProvider.class, Algorithm.HS512)
                        .signer());
    }
}
