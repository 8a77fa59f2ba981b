package io.refreshgrants.keycloak.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Another API that refresh tokens of an application may ask for, and what they may ask of it (Auth0's multi-resource
 * refresh tokens).
 *
 * @param audience the identifier of the API
 * @param scope the scopes that a token for it may have beside those of the grant
 */
public record ResourcePolicy(String audience, Set<String> scope) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULE = "a JSON array of {\"audience\":\"…\",\"scope\":[\"…\"]}, one for each audience";

    public ResourcePolicy {
        scope = Set.copyOf(scope);
    }

    /**
     * Reads the attribute, which has the form of Auth0's {@code refresh_token.policies}.
     *
     * @throws IllegalArgumentException with the rule it breaks
     */
    static List<ResourcePolicy> parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(RULE, e);
        }
        if (!root.isArray()) {
            throw new IllegalArgumentException(RULE);
        }
        List<ResourcePolicy> policies = new ArrayList<>();
        Set<String> audiences = new HashSet<>();
        for (JsonNode element : root) {
            ResourcePolicy policy = policy(element);
            if (!audiences.add(policy.audience())) {
                throw new IllegalArgumentException(RULE);
            }
            policies.add(policy);
        }
        return policies;
    }

    private static ResourcePolicy policy(JsonNode element) {
        if (!element.path("audience").isTextual()
                || element.path("audience").textValue().isBlank()) {
            throw new IllegalArgumentException(RULE);
        }
        Set<String> scope = new LinkedHashSet<>();
        for (JsonNode name : element.path("scope")) {
            if (!name.isTextual()) {
                throw new IllegalArgumentException(RULE);
            }
            scope.add(name.textValue());
        }
        return new ResourcePolicy(element.path("audience").textValue(), scope);
    }
}
