package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.OAuth2Constants;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.models.ClientModel;

/**
 * The authorization code that a request exchanges, with the id of the family it opens. The id is a hash of the code and
 * the PKCE verifier, so a second use of the code finds the family of the first without a list of used codes. A code
 * leaked through a log or a browser's history finds nothing without the verifier.
 *
 * @param clientId Keycloak's id of the client named in the code
 * @param familyId the id of the family that the code opens
 */
public record ExchangedCode(String clientId, String familyId) {

    /** Keycloak's parts of a code: a random secret, the user session, the client. */
    private static final int PARTS = 3;

    public static Optional<ExchangedCode> of(MultivaluedMap<String, String> form) {
        String code = form.getFirst(OAuth2Constants.CODE);
        String[] parts = code == null ? new String[0] : code.split("\\.", PARTS);
        return parts.length < PARTS
                ? Optional.empty()
                : Optional.of(new ExchangedCode(parts[2], id(parts[0], form.getFirst(OAuth2Constants.CODE_VERIFIER))));
    }

    private static String id(String secret, String verifier) {
        String proof = secret + '\n' + (verifier == null ? "" : verifier);
        byte[] hash = HashUtils.hash(JavaAlgorithm.SHA256, proof.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    public boolean isFor(ClientModel client) {
        return client.getId().equals(clientId);
    }
}
