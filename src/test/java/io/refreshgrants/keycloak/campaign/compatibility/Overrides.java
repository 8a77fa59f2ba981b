package io.refreshgrants.keycloak.campaign.compatibility;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods of the extension override one of Keycloak's. Where Keycloak renames a method, or gives it a parameter, the
 * extension's is never called, and nothing says so.
 */
final class Overrides {

    private Overrides() {}

    /** What is other on a server than with the libraries that the extension is compiled against. */
    static Set<String> differences(ShippedJar jar, Distribution keycloak) throws IOException {
        Set<String> compiled = of(jar, Overrides.class.getClassLoader());
        try (URLClassLoader loader = jar.on(keycloak)) {
            Set<String> there = of(jar, loader);
            Set<String> differences = new TreeSet<>();
            compiled.stream()
                    .filter(method -> !there.contains(method))
                    .forEach(method -> differences.add(method + " overrides nothing"));
            there.stream()
                    .filter(method -> !compiled.contains(method))
                    .forEach(method -> differences.add(method + " overrides by chance"));
            return differences;
        }
    }

    static Set<String> of(ShippedJar jar, ClassLoader loader) throws IOException {
        Set<String> overrides = new TreeSet<>();
        for (String name : jar.ownClasses()) {
            try {
                Class<?> type = Class.forName(name, false, loader);
                Set<Class<?>> keycloaks = new HashSet<>();
                addKeycloaks(type, keycloaks);
                Stream.of(type.getDeclaredMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> keycloaks.stream().anyMatch(other -> declares(other, method)))
                        .forEach(method -> overrides.add(name + "." + method.getName() + parameters(method)));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return overrides;
    }

    private static void addKeycloaks(Class<?> type, Set<Class<?>> found) {
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                .forEach(other -> {
                    if (other.getName().startsWith("org.keycloak.")) {
                        found.add(other);
                    }
                    addKeycloaks(other, found);
                });
    }

    private static boolean declares(Class<?> keycloaks, Method ours) {
        return Stream.of(keycloaks.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .anyMatch(method -> method.getName().equals(ours.getName())
                        && Arrays.equals(method.getParameterTypes(), ours.getParameterTypes()));
    }

    private static String parameters(Method method) {
        return Stream.of(method.getParameterTypes()).map(Class::getName).collect(Collectors.joining(", ", "(", ")"));
    }
}
