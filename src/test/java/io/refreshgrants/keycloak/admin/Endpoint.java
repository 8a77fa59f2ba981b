package io.refreshgrants.keycloak.admin;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One method and path of the admin REST API, as the annotations have it.
 *
 * @param path below the root, with the names of its parameters
 * @param way the methods that lead there: those of sub-resources, and at last the one that answers
 */
record Endpoint(String verb, String path, List<Method> way) {

    static List<Endpoint> all() {
        return below("", RefreshGrantsAdminResource.class, List.of())
                .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::verb))
                .toList();
    }

    private static Stream<Endpoint> below(String path, Class<?> resource, List<Method> way) {
        return Stream.of(resource.getDeclaredMethods()).flatMap(method -> {
            Path own = method.getAnnotation(Path.class);
            String whole = own == null ? path : path + "/" + own.value();
            List<Method> further =
                    Stream.concat(way.stream(), Stream.of(method)).toList();
            List<String> verbs = Stream.of(method.getAnnotations())
                    .map(Annotation::annotationType)
                    .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                    .map(type -> type.getAnnotation(HttpMethod.class).value())
                    .toList();
            if (!verbs.isEmpty()) {
                return verbs.stream().map(verb -> new Endpoint(verb, whole, further));
            }
            return own == null ? Stream.empty() : below(whole, method.getReturnType(), further);
        });
    }

    Method answering() {
        return way.get(way.size() - 1);
    }

    /** As the table in the documentation has it. */
    String row() {
        return verb + " " + path.substring(1).replaceAll("\\{(\\w+)-id\\}", "{$1}");
    }

    /** A name that is unique among all. */
    String operationId() {
        StringBuilder id = new StringBuilder(verb.toLowerCase(Locale.ROOT));
        for (String part : path.split("[^a-zA-Z]+")) {
            if (!part.isEmpty() && !part.equals("id") && !part.equals("json")) {
                id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return id.toString();
    }
}
