package io.refreshgrants.keycloak.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.refreshgrants.keycloak.administration.AdminError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The version of something that admins change, as an entity tag (RFC 9110 section 8.8.3). An admin who sends it back in
 * {@code If-Match} is refused when another has saved meanwhile.
 *
 * @param tag the tag with its quotation marks
 */
record Version(String tag) {

    /** The version that this state makes. */
    static Version of(Object state) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(state.toString().getBytes(UTF_8));
            return new Version("\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Refuses a change of another version. No header, or {@code *}, means whichever it is. */
    void requireMatch(@Nullable String ifMatch) {
        if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals(tag)) {
            throw AdminError.changedMeanwhile();
        }
    }

    /** The answer with what has this version. */
    Response shown(Object entity) {
        return Response.ok(entity).header(HttpHeaders.ETAG, tag).build();
    }
}
