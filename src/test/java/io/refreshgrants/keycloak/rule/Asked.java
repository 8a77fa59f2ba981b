package io.refreshgrants.keycloak.rule;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Objects of Keycloak that are asked only what a test expects. */
final class Asked {

    private Asked() {}

    /** One that answers these methods, and fails at any other. */
    static <T> T only(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (answers.containsKey(method.getName())) {
                        return answers.get(method.getName());
                    }
                    throw new AssertionError(method);
                }));
    }
}
