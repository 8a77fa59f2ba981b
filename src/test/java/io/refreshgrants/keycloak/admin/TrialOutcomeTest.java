package io.refreshgrants.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.refreshgrants.keycloak.admin.TrialOutcome.Allowed;
import io.refreshgrants.keycloak.admin.TrialOutcome.RefreshTokenEnd;
import io.refreshgrants.keycloak.admin.TrialOutcome.Refused;
import io.refreshgrants.keycloak.admin.TrialOutcome.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialOutcomeTest {

    private static final Run RUN = new Run(List.of("hello"), 1.5);

    @Test
    void whatTheScriptHasNotSetIsLeftOut() throws Exception {
        assertThat(json(new Allowed(
                        Map.of("a", 1),
                        Map.of(),
                        List.of(),
                        List.of("openid"),
                        new RefreshTokenEnd(null, null),
                        JsonNodeFactory.instance.objectNode(),
                        RUN)))
                .isEqualTo("""
                        {"allowed":true,"access_token":{"a":1},"id_token":{},"scope":["openid"],\
                        "log":["hello"],"duration_ms":1.5}""");
    }

    @Test
    void whatTheScriptHasSetIsShown() throws Exception {
        JsonNode changes = JsonNodeFactory.instance.objectNode().put("plan", "gold");

        assertThat(json(new Allowed(
                        Map.of(),
                        Map.of("b", true),
                        List.of("iss"),
                        List.of(),
                        new RefreshTokenEnd("2026-01-01T00:00:00Z", "2025-12-01T00:00:00Z"),
                        changes,
                        RUN)))
                .isEqualTo("""
                        {"allowed":true,"access_token":{},"id_token":{"b":true},"ignored_claims":["iss"],"scope":[],\
                        "refresh_token_expires_at":"2026-01-01T00:00:00Z",\
                        "refresh_token_idle_expires_at":"2025-12-01T00:00:00Z","changes":{"plan":"gold"},\
                        "log":["hello"],"duration_ms":1.5}""");
    }

    @Test
    void aRefusalHasNoTokens() throws Exception {
        assertThat(json(new Refused("rule_denied", "unauthorized", "not today", RUN)))
                .isEqualTo("""
                        {"allowed":false,"reason":"rule_denied","error":"unauthorized",\
                        "error_description":"not today","log":["hello"],"duration_ms":1.5}""");
    }

    private static String json(TrialOutcome outcome) throws Exception {
        return new ObjectMapper().writeValueAsString(outcome);
    }
}
