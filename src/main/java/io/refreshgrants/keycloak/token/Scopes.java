package io.refreshgrants.keycloak.token;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@code scope} value as the set it is (RFC 6749 section 3.3), in the order it was written.
 *
 * @param names the scope tokens
 */
public record Scopes(Set<String> names) {

    public static final String OFFLINE_ACCESS = "offline_access";
    public static final String OPENID = "openid";

    /** What OpenID Connect defines (Core section 5.4) besides {@link #OPENID}: each stands for claims about the user. */
    public static final Set<String> OF_CLAIMS = Set.of("profile", "email", "address", "phone");

    public Scopes {
        names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /** Reads a parameter; null and blank give the empty set. */
    public static Scopes parse(@Nullable String parameter) {
        Set<String> names = new LinkedHashSet<>();
        if (parameter != null) {
            Arrays.stream(parameter.split("\\s+"))
                    .filter(name -> !name.isEmpty())
                    .forEach(names::add);
        }
        return new Scopes(names);
    }

    /** Whether OpenID Connect defines a scope, and no API. */
    public static boolean isOfOpenId(String name) {
        return name.equals(OPENID) || name.equals(OFFLINE_ACCESS) || OF_CLAIMS.contains(name);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    public boolean contains(String name) {
        return names.contains(name);
    }

    public Scopes with(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(more);
        return new Scopes(all);
    }

    public Scopes without(String name) {
        return where(other -> !other.equals(name));
    }

    public Scopes where(Predicate<String> keep) {
        Set<String> kept = new LinkedHashSet<>(names);
        kept.removeIf(keep.negate());
        return new Scopes(kept);
    }

    /** The parameter again. */
    @Override
    public String toString() {
        return String.join(" ", names);
    }
}
