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
        return verified(session, encoded).map(token -> signed(session, token));
    }

    /**
     * A token that Keycloak's own endpoints would take if it had Keycloak's issuer. It is not signed again yet.
     *
     * @return empty if the token is not the realm's, or if Keycloak takes it, or refuses it, as it is
     */
    public static Optional<AccessToken> verified(KeycloakSession session, String encoded) {
        // A look without the signature first, so that no token is verified twice but those that are about to be copied.
        boolean passes = issuer(encoded).map(keycloaksIssuer(session)::equals).orElse(true);
        return passes
                ? Optional.empty()
                : Optional.ofNullable(session.tokens().decode(encoded, AccessToken.class))
                        .filter(token -> standsForRealm(session, token))
                        .map(token -> {
                            token.issuer(keycloaksIssuer(session));
                            return token;
                        });
    }

    /** Gives a token that has been verified the issuer back that it was sent with. */
    public static void restoreIssuer(AccessToken token, String encoded) {
        issuer(encoded).ifPresent(token::issuer);
    }

    private static Optional<String> issuer(String encoded) {
        try {
            return Optional.ofNullable(
                    new JWSInput(encoded).readJsonContent(JsonWebToken.class).getIssuer());
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether Keycloak may be shown a token of the realm under its own issuer: one with the tenant's, or a managed refresh token
     * that is used at the tenant address. Its signature is the realm's, and its row says whether it may be used.
     */
    public static boolean standsForRealm(KeycloakSession session, AccessToken token) {
        return isTenants(session, token)
                || FamilyClaim.read(token).isPresent()
                        && ServedTenant.of(session).isPresent();
    }

    private static boolean isTenants(KeycloakSession session, JsonWebToken token) {
        return TenantAddress.claimedBy(session.getContext().getRealm())
                .map(TenantAddress::issuer)
                .filter(issuer -> issuer.equals(token.getIssuer()))
                .isPresent();
    }

    /** Signs a copy by the key that the realm's refresh tokens are signed with: a signature that nobody else reads may be a quick one. */
    public static String signed(KeycloakSession session, AccessToken token) {
        return new JWSBuilder()
                .type("JWT")
                .jsonContent(token)
                .sign(session.getProvider(SignatureProvider.class, Algorithm.HS512)
                        .signer());
    }
}
