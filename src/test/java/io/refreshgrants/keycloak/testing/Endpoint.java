package io.refreshgrants.keycloak.testing;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One method and path below a resource of the extension, as the annotations have it.
 *
 * @param path below the root, with the names of its parameters
 * @param way the methods that lead there: those of sub-resources, and at last the one that answers
 */
public record Endpoint(String verb, String path, List<Method> way) {

    /** All methods of a resource and of those that it leads to. */
    public static List<Endpoint> below(Class<?> resource) {
        return below("", resource, List.of())
                .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::verb))
                .toList();
    }

    private static Stream<Endpoint> below(String path, Class<?> resource, List<Method> way) {
        return Stream.of(resource.getMethods()).filter(Endpoint::isOurs).flatMap(method -> {
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

    private static boolean isOurs(Method method) {
        return method.getDeclaringClass().getName().startsWith("io.refreshgrants.");
    }

    /** The method that answers. */
    public Method answering() {
        return way.get(way.size() - 1);
    }

    /** As the table in the documentation has it. */
    public String row() {
        return verb + " " + path.substring(1).replaceAll("\\{(\\w+)-id\\}", "{$1}");
    }

    /** A name that is unique among all. */
    public String operationId() {
        StringBuilder id = new StringBuilder(verb.toLowerCase(Locale.ROOT));
        for (String part : path.split("[^a-zA-Z]+")) {
            if (!part.isEmpty() && !part.equals("id") && !part.equals("json")) {
                id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return id.toString();
    }
}
