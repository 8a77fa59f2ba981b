package io.refreshgrants.keycloak.rule;

import static io.refreshgrants.keycloak.rule.Asked.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.rule.spi.RuleDeniedException;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** A rule in Java that does not end well. */
class SingleRuleTest {

    private final AtomicInteger closed = new AtomicInteger();

    /** A rule that does this, and counts how often it is closed. */
    private Supplier<RuleProvider> rule(Runnable evaluation) {
        return () -> new RuleProvider() {

            @Override
            public void evaluate(TokenIssuance issuance) {
                evaluation.run();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void itIsClosedWhenItLetsTokensPass() {
        assertThat(evaluate(rule(() -> {}))).isEqualTo(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void itRefusesInItsOwnWords() {
        assertThatThrownBy(() -> evaluate(rule(() -> {
                    throw new RuleDeniedException(RuleDeniedException.Code.UNAUTHORIZED, "Not today");
                })))
                .isInstanceOfSatisfying(RuleRefusedException.class, e -> {
                    assertThat(e.refusal()).isEqualTo(RuleRefusal.RULE_DENIED);
                    assertThat(e.error()).isEqualTo("unauthorized");
                })
                .hasMessage("Not today");
        assertThat(closed).hasValue(1);
    }

    @Test
    void oneThatFailsRefusesWithoutSayingWhy() {
        assertFails(rule(() -> {
            throw new IllegalStateException("secret");
        }));
        assertThat(closed).hasValue(1);
    }

    @Test
    void oneThatCannotBeMadeRefuses() {
        assertFails(() -> {
            throw new IllegalStateException("secret");
        });
    }

    private static void assertFails(Supplier<RuleProvider> rule) {
        assertThatThrownBy(() -> evaluate(rule))
                .isInstanceOfSatisfying(
                        RuleRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(RuleRefusal.RULE_FAILED))
                .hasMessage("A rule failed");
    }

    private static int evaluate(Supplier<RuleProvider> rule) {
        ComponentModel model = new ComponentModel();
        model.setName("domain");
        List<ComponentModel> alone = List.of(model);
        return new SingleRule(RuleKind.of(rule))
                .evaluate(session(), alone, only(TokenIssuance.class, Map.of()), Duration.ZERO, line -> {});
    }

    /** A session that knows its realm's name. */
    private static KeycloakSession session() {
        RealmModel realm = only(RealmModel.class, Map.of("getName", "demo"));
        return only(
                KeycloakSession.class, Map.of("getContext", only(KeycloakContext.class, Map.of("getRealm", realm))));
    }
}
