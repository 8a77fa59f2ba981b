package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.OpaqueText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page after an element, as Auth0's newer lists have it: what comes or goes between two pages makes the list skip nothing.
 *
 * @param list what the list is of; a cursor of another one is refused
 * @param after the id of the last element of the page before; empty for the first page
 * @param take how many elements the page has
 */
record CursorPage(String list, Optional<OpaqueText> after, int take) {

    private static final int DEFAULT = 50;
    private static final int MOST = 100;

    /** The page that a query asks for. */
    static CursorPage of(ManagementQuery query, String list) {
        Optional<String> from = query.text("from", OpaqueText.MAX_LENGTH);
        Optional<OpaqueText> after = from.flatMap(cursor -> OpaqueText.read(list, cursor));
        if (from.isPresent() && after.isEmpty()) {
            throw ManagementError.invalidQuery("from", "is no cursor of this list");
        }
        return new CursorPage(list, after, query.number("take", DEFAULT, 1, MOST));
    }

    /** How many elements have to be read: one more tells whether there is another page. */
    int needed() {
        return take + 1;
    }

    /**
     * The answer.
     *
     * @param name what the elements are called
     * @param elements as many as are needed
     * @param shown how each is shown
     * @param place where each stands, for the cursor
     */
    <T> Map<String, Object> of(String name, List<T> elements, Function<T, ?> shown, Function<T, OpaqueText> place) {
        List<T> page = elements.subList(0, Math.min(take, elements.size()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(name, page.stream().map(shown).toList());
        if (elements.size() > take) {
            answer.put("next", place.apply(page.get(take - 1)).word(list));
        }
        return answer;
    }
}
