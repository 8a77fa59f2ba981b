package io.refreshgrants.keycloak.campaign.compatibility;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Endpoint;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether all routes of the jar answer. A route is there if it answers other than a path below it that is certainly not there:
 * the server's own refusals, 404 and 405, are the same for both.
 */
final class Routes {

    private static final String NOWHERE = "/no/such/place";

    /** What removes things comes last, and first below what it removes. */
    private static final Comparator<Endpoint> LEAST_HARM_FIRST = Comparator.comparing((Endpoint route) ->
                    List.of("GET", "POST", "PATCH", "PUT", "DELETE").indexOf(route.verb()))
            .thenComparing(route -> -route.path().length());

    private final Set<Class<?>> reached = new HashSet<>();
    private final Set<String> problems = new TreeSet<>();

    private Routes() {}

    /** The routes that do not answer, and the resources of the jar that no request has reached. */
    static Set<String> problems(ShippedJar jar, List<Place> places) throws IOException, ClassNotFoundException {
        Routes routes = new Routes();
        places.forEach(routes::askAll);
        for (String name : jar.ownClasses()) {
            routes.checkReached(Class.forName(name, false, Routes.class.getClassLoader()));
        }
        return routes.problems;
    }

    private void askAll(Place place) {
        Endpoint.below(place.resource()).stream()
                .filter(route -> !route.verb().equals(HttpMethod.OPTIONS))
                .sorted(LEAST_HARM_FIRST)
                .forEach(route -> ask(place, route));
    }

    private void ask(Place place, Endpoint route) {
        reached.add(route.answering().getDeclaringClass());
        Answer answer = place.ask(route, "");
        Answer nothing = place.ask(route, NOWHERE);
        boolean nothingThere =
                answer.status() == nothing.status() && answer.body().equals(nothing.body());
        if (nothingThere || answer.status() == 405 || answer.status() == 500) {
            problems.add(
                    route.verb() + " " + place.address() + route.path() + ": " + answer.status() + " " + answer.body());
        }
    }

    private void checkReached(Class<?> resource) {
        if (!reached.contains(resource)
                && Stream.of(resource.getDeclaredMethods()).anyMatch(Routes::isRoute)) {
            problems.add(resource.getName() + " is at no place that is known here");
        }
    }

    private static boolean isRoute(Method method) {
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .anyMatch(verb -> verb != null && !verb.value().equals(HttpMethod.OPTIONS));
    }
}
