package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.OpaqueText;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which families of a list to show, and how many.
 *
 * @param user Keycloak's id of a user
 * @param client the internal id of a client
 * @param audience an audience exactly as a grant has it; empty for grants without one
 * @param alive whether those alive or those dead; empty for both
 * @param after the cursor that the page before ended with
 * @param max the most families on a page
 */
record GrantFilter(
        Optional<String> user,
        Optional<String> client,
        Optional<String> audience,
        Optional<Boolean> alive,
        Optional<String> after,
        int max) {

    private static final int MAX_NAME_LENGTH = 30;
    private static final int MAX_ID_LENGTH = 255;
    private static final int DEFAULT_MAX = 50;
    private static final int MOST = 200;

    /**
     * The filter in a request's query. A parameter that the list does not know is refused: a misspelt one would let a
     * revocation end more than was meant.
     *
     * @param known the parameters that the list knows
     */
    static GrantFilter of(AdminRequest request, String... known) {
        Map<String, String> query = new HashMap<>();
        request.session().getContext().getUri().getQueryParameters().forEach((name, values) -> {
            if (!Arrays.asList(known).contains(name) || values.size() > 1) {
                throw AdminError.invalid(cut(name), "is no parameter here, or is there twice");
            }
            query.put(name, values.get(0));
        });
        return new GrantFilter(
                text("user", query.get("user"), MAX_ID_LENGTH),
                text("client", query.get("client"), MAX_ID_LENGTH),
                text("audience", query.get("audience"), Grant.MAX_AUDIENCE_LENGTH),
                flag(query.get("alive")),
                text("after", query.get("after"), OpaqueText.MAX_LENGTH),
                max(query.get("max")));
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH);
    }

    /** Those of the families that the filter lets through. */
    Families on(Families families) {
        Families filtered = user.map(families::givenBy).orElse(families);
        filtered = client.map(filtered::atClient).orElse(filtered);
        return audience.map(filtered::forAudience).orElse(filtered);
    }

    /** What makes the list another one, so that a cursor of one is none of the other. */
    String list(String noun) {
        return String.join(
                "\n",
                noun,
                user.orElse("*"),
                client.orElse("*"),
                audience.map(name -> "=" + name).orElse("*"),
                alive.map(String::valueOf).orElse("*"));
    }

    private static Optional<String> text(String name, @Nullable String value, int longest) {
        if (value != null && value.length() > longest) {
            throw AdminError.invalid(name, "must not be longer than " + longest + " characters");
        }
        return Optional.ofNullable(value);
    }

    private static Optional<Boolean> flag(@Nullable String alive) {
        if (alive != null && !alive.equals("true") && !alive.equals("false")) {
            throw AdminError.invalid("alive", "must be true or false");
        }
        return Optional.ofNullable(alive).map(Boolean::valueOf);
    }

    private static int max(@Nullable String max) {
        if (max == null) {
            return DEFAULT_MAX;
        }
        try {
            int number = Integer.parseInt(max);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the message for a number out of range.
        }
        throw AdminError.invalid("max", "must be a whole number from 1 to " + MOST);
    }
}
