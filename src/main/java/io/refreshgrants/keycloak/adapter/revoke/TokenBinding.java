package io.refreshgrants.keycloak.adapter.revoke;

import java.util.Optional;
import org.keycloak.authentication.authenticators.client.AttestationBasedClientAuthenticator;
import org.keycloak.authentication.authenticators.client.AttestationBasedClientAuthenticator.ABCAResult;
import org.keycloak.common.VerificationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessToken.Confirmation;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.services.util.MtlsHoKTokenUtil;
import org.keycloak.util.JWKSUtils;

/**
 * The key that a token is bound to (its {@code cnf} claim: RFC 9449 section 6, RFC 8705 section 3.1), for endpoints
 * where Keycloak does not check the proof.
 */
final class TokenBinding {

    private final KeycloakSession session;
    private final AccessToken token;
    private final DpopProof proof;

    TokenBinding(KeycloakSession session, AccessToken token) {
        this.session = session;
        this.token = token;
        this.proof = new DpopProof(session);
    }

    /** Why the request does not prove possession of the key; empty when it does, or when the token is not bound. */
    Optional<String> unproven() {
        Confirmation binding = token.getConfirmation();
        if (binding == null) {
            return Optional.empty();
        }
        if (binding.getCertThumbprint() != null
                && !MtlsHoKTokenUtil.verifyTokenBindingWithClientCertificate(
                        token, session.getContext().getHttpRequest(), session)) {
            return Optional.of(MtlsHoKTokenUtil.CERT_VERIFY_ERROR_DESC);
        }
        return binding.getKeyThumbprint() == null ? Optional.empty() : unprovenKey(binding);
    }

    /** Prevents other requests from using the same proof. */
    void spendProof() {
        proof.spend();
    }

    private Optional<String> unprovenKey(Confirmation binding) {
        String type = binding.getJktType() == null ? DPoPUtil.DPOP_JKT_TYPE : binding.getJktType();
        return switch (type) {
            case DPoPUtil.DPOP_JKT_TYPE -> unprovenByDpop();
            case AttestationBasedClientAuthenticator.ABCA_JKT_TYPE ->
                isAttested(binding.getKeyThumbprint())
                        ? Optional.empty()
                        : Optional.of("Client attestation missing, or of another key");
            default -> Optional.of("Unknown kind of key");
        };
    }

    private Optional<String> unprovenByDpop() {
        try {
            proof.check(token);
            return Optional.empty();
        } catch (VerificationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private boolean isAttested(String thumbprint) {
        ABCAResult attestation = session.getAttribute(ABCAResult.ABCA_RESULT, ABCAResult.class);
        return attestation != null
                && thumbprint.equals(JWKSUtils.computeThumbprint(
                        attestation.getAttestationJwt().getConfirmation().getJwk()));
    }
}
