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
 * Names of claims that are not for rules: those of Auth0's list, those that carry rights in Keycloak, and all members of
 * Keycloak's token classes. A name is reserved in any spelling, for some parsers match names without regard to case, and
 * Jackson knows a field by the name of its getter, too.
 */
public final class ReservedClaims {

    /** Auth0's restricted claims, and those that carry rights or memberships in Keycloak. */
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

    /** What Java calls {@code jti}, and applications any id of theirs: no parser takes one for the other. */
    private static final String ID = "id";

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

    private static final Set<String> NAMES = Stream.of(LISTED.stream(), properties(), members())
            .flatMap(names -> names)
            .map(ReservedClaims::letters)
            .collect(Collectors.toUnmodifiableSet());

    private ReservedClaims() {}

    /**
     * Whether rules may not set a claim of this name: one that is needed by the protocol or carries rights, or one that is
     * called like a member of Keycloak's token classes, in whatever spelling. {@link StandardClaims} may be set.
     */
    public static boolean contain(String name) {
        if (StandardClaims.contains(name) || name.equals(ID)) {
            return false;
        }
        String folded = folded(name);
        return name.isEmpty() || PREFIXES.stream().anyMatch(folded::startsWith) || NAMES.contains(letters(name));
    }

    /** The names that Jackson writes and reads. An access token has all that an ID token has. */
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

    /** Without regard to case, as Unicode has it: the long s is an s, and the sign for kelvin is a k. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
