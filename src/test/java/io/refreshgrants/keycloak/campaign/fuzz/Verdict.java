package io.refreshgrants.keycloak.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What must be true of every response, whatever the request.
 *
 * @param took the time until the response arrived
 * @param secrets texts that no refusal may contain
 */
record Verdict(FuzzRequest request, Answer answer, Duration took, Set<String> secrets) {

    private static final Duration HANG = Duration.ofSeconds(10);

    Optional<String> complaint() {
        if (took.compareTo(HANG) > 0) {
            return Optional.of("It took " + took);
        }
        if (isFault()) {
            return Optional.of("The server's fault");
        }
        if (answer.body().contains("Exception") || answer.body().contains("io.refreshgrants")) {
            return Optional.of("The server's insides");
        }
        if (answer.status() >= 400 && secrets.stream().anyMatch(answer.body()::contains)) {
            return Optional.of("A secret said again");
        }
        if (request.isTo(Requests.TOKEN) && !(answer.status() == 200 ? isTokens() : isRefusal())) {
            return Optional.of("Not an answer of a token endpoint (RFC 6749 section 5)");
        }
        if (request.isTo(Requests.REVOKE)
                && !(answer.status() == 200 ? answer.body().isEmpty() : isRefusal())) {
            return Optional.of("Not an answer of a revocation endpoint (RFC 7009 section 2.2)");
        }
        return Optional.empty();
    }

    /** Whether the status is a 5xx, except Auth0's status for an unsupported grant type. */
    boolean isFault() {
        return answer.status() >= 500
                && !(answer.status() == 501
                        && isRefusal()
                        && answer.text("error").equals("unsupported_grant_type"));
    }

    private boolean isTokens() {
        JsonNode body = answer.json();
        return body.path("access_token").isTextual() && body.path("expires_in").isNumber();
    }

    private boolean isRefusal() {
        return answer.headers().getOrDefault("content-type", "").startsWith("application/json")
                && !answer.json().path("error").asText().isBlank()
                && !answer.json().path("error_description").asText().isBlank();
    }
}
