package io.refreshgrants.keycloak.rule;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.JsonSerialization;

/**
 * Names of claims that rules may not set: Auth0's list, claims that carry rights in Keycloak, and all members of
 * Keycloak's token classes. A name is reserved in every spelling, because some parsers ignore case and Jackson also
 * accepts a field by its getter's name.
 */
public final class ReservedClaims {

    /** Auth0's restricted claims, and claims that carry rights or memberships in Keycloak. */
    private static final Set<String> LISTED = Set.of(
            "acr",
            "act",
            "active",
            "amr",
            "at_hash",
            "ath",
            "attest",
            "aud",
            "auth_time",
            "authorization_details",
            "azp",
            "c_hash",
            "client_id",
            "cnf",
            "cty",
            "dest",
            "entitlements",
            "events",
            "exp",
            "groups",
            "gty",
            "htm",
            "htu",
            "iat",
            "internalService",
            "iss",
            "jcard",
            "jku",
            "jti",
            "jwe",
            "jwk",
            "kid",
            "may_act",
            "mky",
            "nbf",
            "nonce",
            "object_id",
            "org_id",
            "org_name",
            "orig",
            "origid",
            "permissions",
            "roles",
            "rph",
            "s_hash",
            "sid",
            "sub",
            "sub_jwk",
            "toe",
            "txn",
            "typ",
            "uuid",
            "vot",
            "vtm",
            "x5t#S256",
            "allowed-origins",
            "authorization",
            "category",
            "organization",
            "realm_access",
            "resource_access",
            "scope",
            "session_state",
            "trusted-certs",
            "upn");

    private static final Set<String> PREFIXES = Set.of("sip_", "urn:auth0", "rg_");

    /**
     * The Java name of the field {@code jti}. Applications use it for ids of their own, and no parser takes one for the
     * other.
     */
    private static final String ID = "id";

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

    private static final Set<String> NAMES = Stream.of(LISTED.stream(), properties(), members())
            .flatMap(names -> names)
            .map(ReservedClaims::letters)
            .collect(Collectors.toUnmodifiableSet());

    private ReservedClaims() {}

    /**
     * Whether rules may not set a claim of this name. Reserved are names that the protocol needs or that carry rights,
     * and names of members of Keycloak's token classes in any spelling. {@link StandardClaims} are allowed.
     */
    public static boolean contain(String name) {
        if (StandardClaims.contains(name) || name.equals(ID)) {
            return false;
        }
        String folded = folded(name);
        return name.isEmpty() || PREFIXES.stream().anyMatch(folded::startsWith) || NAMES.contains(letters(name));
    }

    /** The names that Jackson writes and reads. An access token has all of an ID token's. */
    private static Stream<String> properties() {
        ObjectMapper mapper = JsonSerialization.mapper;
        JavaType type = mapper.constructType(AccessToken.class);
        BeanDescription written = mapper.getSerializationConfig().introspect(type);
        BeanDescription read = mapper.getDeserializationConfig().introspect(type);
        return Stream.of(written, read)
                .flatMap(description -> description.findProperties().stream())
                .map(BeanPropertyDefinition::getName);
    }

    private static Stream<String> members() {
        return Stream.<Class<?>>iterate(AccessToken.class, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Stream.concat(
                        Arrays.stream(type.getDeclaredFields()).map(Field::getName),
                        Arrays.stream(type.getDeclaredMethods())
                                .map(Method::getName)
                                .flatMap(name -> Stream.of(name, name.replaceFirst("^(get|set|is)(?=[A-Z])", "")))));
    }

    private static String letters(String name) {
        return NEITHER_LETTER_NOR_DIGIT.matcher(folded(name)).replaceAll("");
    }

    /** Folds case by Unicode's rules: the long s becomes s, the Kelvin sign k. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
