package io.refreshgrants.keycloak.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must be true of every response, whatever the request.
 *
 * @param took the time until the response arrived
 * @param secrets texts that no refusal may contain
 */
record Verdict(FuzzRequest request, Answer answer, Duration took, Set<String> secrets) {

    private static final Duration HANG = Duration.ofSeconds(10);
    private static final String SCRIPT = "<script>alert(1)</script>";

    /** A host that no client of the realm has, as the target and not as a value in a query. */
    private static final Pattern HOSTILE = Pattern.compile("^(javascript:|[^?#]*evil)");

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
        if (pushesOrAsksForADevice() && answer.status() >= 400 && !isRefusal()) {
            return Optional.of("Not a refusal of these endpoints (RFC 9126 section 2.3, RFC 8628 section 3.2)");
        }
        if (answer.body().contains(SCRIPT)) {
            return Optional.of("A script said again");
        }
        if (answer.headers().getOrDefault("set-cookie", "").contains("a=b")) {
            return Optional.of("A header that was sent in a value");
        }
        if (answer.status() / 100 == 3
                && HOSTILE.matcher(String.valueOf(answer.location())).find()) {
            return Optional.of("A redirect to an address that is not registered");
        }
        return Optional.empty();
    }

    private boolean pushesOrAsksForADevice() {
        return request.isTo(Requests.PUSH) || request.isTo(Requests.DEVICE);
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
