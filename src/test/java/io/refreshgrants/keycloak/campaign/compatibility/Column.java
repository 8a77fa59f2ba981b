package io.refreshgrants.keycloak.campaign.compatibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The column of a version in the table of the documentation: what was checked, and what came of it. */
final class Column {

    static final String PASSED = "passes";

    private final Map<String, String> cells = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** Something that may fail, by an assertion or otherwise. */
    interface Check {
        void run() throws Exception;
    }

    /** Checks something; the next check is made in any case. */
    void check(String name, Check check) throws InterruptedException {
        try {
            check.run();
            cells.put(name, PASSED);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            cells.put(name, "fails");
            failures.add(name + ": " + e);
        }
    }

    Map<String, String> cells() {
        return cells;
    }

    List<String> failures() {
        return failures;
    }
}
