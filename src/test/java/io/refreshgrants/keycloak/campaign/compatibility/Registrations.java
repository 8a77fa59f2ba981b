package io.refreshgrants.keycloak.campaign.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPIs and providers that the jar brings, against those that a server lists for its admin. */
final class Registrations {

    private final JsonNode listed;
    private final Map<Class<?>, String> spis = new HashMap<>();
    private final Set<String> problems = new TreeSet<>();

    private Registrations(JsonNode listed) {
        this.listed = listed;
        ServiceLoader.load(Spi.class).forEach(spi -> spis.put(spi.getProviderFactoryClass(), spi.getName()));
    }

    /**
     * What is not listed, or listed with another order: where one of Keycloak's has the id, too, the order says which of the two
     * the server has taken.
     *
     * @param listed the server's SPIs by their names
     */
    static Set<String> problems(ShippedJar jar, JsonNode listed) throws IOException, ReflectiveOperationException {
        Registrations registrations = new Registrations(listed);
        for (Map.Entry<String, List<String>> service : jar.services().entrySet()) {
            for (String provider : service.getValue()) {
                Object made = Class.forName(provider).getDeclaredConstructor().newInstance();
                if (made instanceof Spi spi) {
                    registrations.check(spi);
                } else {
                    registrations.check(Class.forName(service.getKey()), (ProviderFactory<?>) made);
                }
            }
        }
        return registrations.problems;
    }

    private void check(Spi spi) {
        if (!listed.has(spi.getName())) {
            problems.add(spi.getName() + " is not there");
        }
    }

    private void check(Class<?> type, ProviderFactory<?> factory) {
        String spi = spis.get(type);
        JsonNode provider = listed.path(spi).path("providers").path(factory.getId());
        if (provider.isMissingNode()) {
            problems.add(spi + " has no " + factory.getId());
        } else if (provider.path("order").asInt() != factory.order()) {
            problems.add(spi + " has another " + factory.getId() + ": its order is " + provider.path("order"));
        }
    }
}
