package io.refreshgrants.keycloak.auth0.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page by its number, as Auth0's older lists have it. They lead no further than their first thousand elements, there as here.
 *
 * @param page the first is 0
 * @param perPage how many elements a page has
 * @param totals whether the answer says how many there are
 */
record OffsetPage(int page, int perPage, boolean totals) {

    private static final int MOST = 1_000;
    private static final int DEFAULT = 50;

    /** The page that a query asks for. */
    static OffsetPage of(ManagementQuery query, int mostPerPage) {
        OffsetPage asked = new OffsetPage(
                query.number("page", 0, 0, MOST),
                query.number("per_page", DEFAULT, 1, mostPerPage),
                query.flag("include_totals", false));
        if (asked.end() > MOST) {
            throw ManagementError.invalidQuery("page", "must not lead beyond the first " + MOST + " results");
        }
        return asked;
    }

    private int start() {
        return page * perPage;
    }

    private int end() {
        return start() + perPage;
    }

    /** How many elements of the list have to be read. */
    int needed() {
        return totals ? MOST : end();
    }

    /**
     * The answer.
     *
     * @param name what the elements are called in an answer with totals
     * @param elements the first ones of the list, as many as are needed
     */
    <T> Object of(String name, List<T> elements) {
        List<T> shown = elements.subList(Math.min(start(), elements.size()), Math.min(end(), elements.size()));
        if (!totals) {
            return shown;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("start", start());
        answer.put("limit", perPage);
        answer.put("length", shown.size());
        answer.put("total", Math.min(elements.size(), MOST));
        answer.put(name, shown);
        return answer;
    }
}
