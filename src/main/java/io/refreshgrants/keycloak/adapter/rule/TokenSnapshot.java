package io.refreshgrants.keycloak.adapter.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.token.Scopes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/**
 * The members of a token before rules write into it. However a rule evades the list of reserved names, comparing the
 * tokens shows it: a duplicate member, or a changed one.
 */
record TokenSnapshot(JsonNode members) {

    private static final ObjectReader STRICT =
            JsonSerialization.mapper.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    /**
     * Reads the token as it would be signed.
     *
     * @throws RuleRefusedException when mappers have already written a member twice
     */
    static TokenSnapshot of(IDToken token) {
        return new TokenSnapshot(read(token));
    }

    /**
     * Compares with the finished token.
     *
     * @param written the claims that rules wrote
     * @throws RuleRefusedException when anything else has changed, except for a narrower scope
     */
    void check(IDToken token, Set<String> written) {
        JsonNode after = read(token);
        Set<String> names = new HashSet<>();
        members.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.removeAll(written);
        if (isNarrower(scope(after), scope(members))) {
            names.remove(OAuth2Constants.SCOPE);
        }
        for (String name : names) {
            if (!after.path(name).equals(members.path(name))) {
                throw RuleRefusedException.failed("claims", "A rule has changed a claim that is not for rules");
            }
        }
    }

    private static Scopes scope(JsonNode members) {
        return Scopes.parse(members.path(OAuth2Constants.SCOPE).asText());
    }

    private static boolean isNarrower(Scopes after, Scopes before) {
        return before.names().containsAll(after.names());
    }

    private static JsonNode read(IDToken token) {
        try {
            return STRICT.readTree(JsonSerialization.writeValueAsString(token));
        } catch (JsonProcessingException e) {
            // The exception's message may quote the token.
            throw RuleRefusedException.failed("claims", "A claim is in the token twice, or is not JSON");
        } catch (IOException e) {
            throw RuleRefusedException.failed("claims", "A claim is not JSON");
        }
    }
}
