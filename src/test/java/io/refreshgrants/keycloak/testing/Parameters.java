package io.refreshgrants.keycloak.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** Request parameters, put together in a line. */
public final class Parameters extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1L;

    public static Parameters of(String... pairs) {
        Parameters parameters = new Parameters();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.with(pairs[i], pairs[i + 1]);
        }
        return parameters;
    }

    /** Sets a parameter; null takes it out. */
    public Parameters with(String name, Object value) {
        if (value == null) {
            remove(name);
        } else {
            put(name, value);
        }
        return this;
    }

    public Parameters with(Map<String, ?> more) {
        putAll(more);
        return this;
    }
}
