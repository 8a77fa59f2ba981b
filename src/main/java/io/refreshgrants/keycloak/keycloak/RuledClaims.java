package io.refreshgrants.keycloak.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.spi.TokenIssue;
import io.refreshgrants.keycloak.token.Scopes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/** Puts what rules said into the tokens, after everything else that adds claims. */
final class RuledClaims {

    /** Claims that a scope gives (OpenID Connect Core section 5.4): without it a rule cannot give them either. */
    private static final Map<String, Set<String>> OF_SCOPE = Map.of(
            "profile",
            Set.of(
                    "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
                    "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"),
            "email",
            Set.of("email", "email_verified"),
            "phone",
            Set.of("phone_number", "phone_number_verified"),
            "address",
            Set.of("address"));

    /** Claims that the token classes have fields for; all others are kept beside them. */
    private static final Set<String> FIELDS = Stream.of(IDToken.class, AccessToken.class)
            .flatMap(type -> JsonSerialization.mapper
                    .getSerializationConfig()
                    .introspect(JsonSerialization.mapper.constructType(type))
                    .findProperties()
                    .stream())
            .map(BeanPropertyDefinition::getName)
            .collect(Collectors.toUnmodifiableSet());

    private RuledClaims() {}

    /** Refuses while nothing has been written yet what would not fit into a token: a number as a name, say. */
    static void check(TokenIssue issue) {
        try {
            put(new AccessToken(), issue.accessToken().asMap());
            put(new IDToken(), issue.idToken().asMap());
        } catch (UncheckedIOException e) {
            throw RuleRefusedException.failed("claims", "A custom claim has a type that its name does not allow");
        }
    }

    static void apply(TokenIssue issue, AccessToken token) {
        if (token.getScope() != null) {
            token.setScope(
                    Scopes.parse(token.getScope()).where(issue.scope()::contains).toString());
        }
        put(token, issue.accessToken().asMap());
    }

    static void apply(TokenIssue issue, IDToken token) {
        Map<String, Object> claims = new HashMap<>(issue.idToken().asMap());
        OF_SCOPE.forEach((scope, names) -> {
            if (!issue.scope().contains(scope)) {
                claims.keySet().removeAll(names);
            }
        });
        put(token, claims);
    }

    /** What has a field goes there, by way of Jackson: beside it, it would be written twice. */
    private static void put(IDToken token, Map<String, Object> claims) {
        Map<String, Object> fields = new HashMap<>();
        claims.forEach((name, value) -> {
            if (FIELDS.contains(name)) {
                fields.put(name, value);
            } else {
                token.setOtherClaims(name, value);
            }
        });
        if (fields.isEmpty()) {
            return;
        }
        try {
            JsonNode tree = JsonSerialization.mapper.valueToTree(fields);
            JsonSerialization.mapper.readerForUpdating(token).readValue(tree);
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException("A claim does not fit", e));
        }
    }
}
