package io.refreshgrants.keycloak.adapter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.PendingIssuance.Parties;
import io.refreshgrants.keycloak.rule.ReservedClaims;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.StandardClaims;
import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import java.lang.reflect.Member;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/** Whatever name a rule thinks of, a token says everything else as before, and everything once. */
class RuleClaimsTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> SCOPE = Set.of("openid", "profile", "email", "phone", "address");

    private static final List<Object> VALUES = List.of(
            "evil",
            9999999999L,
            true,
            List.of("evil"),
            Map.of("sub", "evil", "aud", "evil", "exp", 9999999999L, "roles", List.of("admin")));

    /** Names of members of the token classes, for Java and for Jackson. */
    private static Set<String> members() {
        Set<String> names = new LinkedHashSet<>();
        for (Class<?> type = AccessToken.class; type != Object.class; type = type.getSuperclass()) {
            Stream.<Member>concat(Arrays.stream(type.getDeclaredFields()), Arrays.stream(type.getDeclaredMethods()))
                    .filter(member -> !member.isSynthetic())
                    .map(Member::getName)
                    .forEach(names::add);
        }
        JsonSerialization.mapper
                .getSerializationConfig()
                .introspect(JsonSerialization.mapper.constructType(AccessToken.class))
                .findProperties()
                .forEach(property -> {
                    names.add(property.getName());
                    names.add(property.getInternalName());
                });
        assertThat(names)
                .contains(
                        "otherClaims",
                        "getOtherClaims",
                        "setOtherClaims",
                        "realm_access",
                        "realmAccess",
                        "subject",
                        "sub");
        return names;
    }

    /** A name in all spellings that people and parsers take for the same. */
    private static Stream<String> spellings(String name) {
        String snake = name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        String bean = name.replaceFirst("^(get|set|is)(?=[A-Z])", "");
        return Stream.of(
                name,
                bean,
                bean.substring(0, 1).toLowerCase(Locale.ROOT) + bean.substring(1),
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                snake,
                snake.replace('_', '-'),
                snake.replace("_", ""),
                name.toUpperCase(Locale.ROOT),
                name.replace('s', '\u017f'),
                name.replace('k', '\u212a'),
                name + " ",
                "\u200b" + name,
                "_" + name);
    }

    private static Stream<String> namesOfMembers() {
        return members().stream().flatMap(RuleClaimsTest::spellings).distinct();
    }

    @Test
    void aMemberOfATokenIsWrittenUnderItsStandardNameOnly() {
        namesOfMembers().forEach(name -> {
            for (Object value : VALUES) {
                assertOnlyChanges(name, value);
            }
        });
    }

    @Test
    void aMemberOfATokenIsForRulesUnderItsStandardNameOnly() {
        assertThat(namesOfMembers().filter(name -> !ReservedClaims.contain(name)))
                .allMatch(name -> StandardClaims.contains(name) || name.equals("id"));
    }

    @Test
    void aTokenSaysEverythingElseAsBeforeWhateverTheNameIs() {
        Random random = new Random(12);
        for (int i = 0; i < 5_000; i++) {
            assertOnlyChanges(randomName(random), VALUES.get(random.nextInt(VALUES.size())));
        }
    }

    private static String randomName(Random random) {
        List<String> parts = List.of(
                "sub",
                "aud",
                "exp",
                "Other",
                "Claims",
                "realm",
                "access",
                "_",
                "-",
                ".",
                " ",
                "[",
                "\"",
                "\\",
                "\n",
                "a",
                "Z",
                "0",
                "\u017f",
                "\ud83d\ude00",
                "https://x.example/",
                "name",
                "email",
                "get",
                "set",
                "resource",
                "scope",
                "");
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            name.append(parts.get(random.nextInt(parts.size())));
        }
        return name.toString();
    }

    private static void assertOnlyChanges(String name, Object value) {
        for (IDToken token : List.of(new AccessToken(), new IDToken())) {
            JsonNode before = filled(token);
            PendingIssuance issuance = issuance();
            boolean said = issuance.accessToken().set(name, value)
                    && issuance.idToken().set(name, value);
            try {
                apply(issuance, token);
            } catch (RuleRefusedException e) {
                assertThat(StandardClaims.contains(name))
                        .as(name + " is refused for the type of its value")
                        .isTrue();
                continue;
            }
            JsonNode after = read(token);
            List<String> changed = new ArrayList<>();
            after.fieldNames().forEachRemaining(member -> {
                if (!after.path(member).equals(before.path(member))) {
                    changed.add(member);
                }
            });
            assertThat(changed).as("after " + name).isSubsetOf(said ? List.of(name) : List.of());
            assertThat(after.size()).as("after " + name).isGreaterThanOrEqualTo(before.size());
            assertThat(said).isEqualTo(!ReservedClaims.contain(name));
            assertThat(changed.contains(name)).isEqualTo(said);
        }
    }

    @Test
    void aRulesClaimTakesThePlaceOfAMappers() {
        for (IDToken token : List.of(new AccessToken(), new IDToken())) {
            filled(token);
            PendingIssuance issuance = issuance();
            for (String name : List.of("name", "nickname", "email", "locale", "plan")) {
                issuance.accessToken().set(name, "Ruled");
                issuance.idToken().set(name, "Ruled");
            }
            issuance.accessToken().set("address", Map.of("country", "Ruled"));
            issuance.idToken().set("address", Map.of("country", "Ruled"));

            apply(issuance, token);

            JsonNode claims = read(token);
            for (String name : List.of("name", "nickname", "email", "locale", "plan")) {
                assertThat(claims.path(name).asText()).isEqualTo("Ruled");
            }
            assertThat(claims.path("address").toString()).isEqualTo("{\"country\":\"Ruled\"}");
        }
    }

    @Test
    void aTokenThatHasAMemberTwiceIsNotIssued() {
        AccessToken token = new AccessToken();
        filled(token);
        token.setOtherClaims("sub", "evil");

        assertThatThrownBy(() -> RuleClaims.apply(issuance(), token))
                .isInstanceOf(RuleRefusedException.class)
                .hasMessage("A claim is in the token twice, or is not JSON");
    }

    @Test
    void aTokenWithAnythingElseChangedIsNotIssued() {
        AccessToken token = new AccessToken();
        filled(token);
        TokenSnapshot before = TokenSnapshot.of(token);
        token.setOtherClaims("plan", "gold");
        before.check(token, Set.of("plan"));
        token.setScope("openid");
        before.check(token, Set.of("plan"));

        assertThatThrownBy(() -> before.check(token, Set.of())).isInstanceOf(RuleRefusedException.class);
        token.setScope("openid admin");
        assertThatThrownBy(() -> before.check(token, Set.of("plan"))).isInstanceOf(RuleRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "https://x.example/roles",
                "favourite_colour",
                "name",
                "updated_at",
                "address",
                "country",
                "roleNames"
            })
    void ordinaryNamesAreForRules(String name) {
        assertThat(ReservedClaims.contain(name)).isFalse();
    }

    private static void apply(PendingIssuance issuance, IDToken token) {
        if (token instanceof AccessToken accessToken) {
            RuleClaims.apply(issuance, accessToken);
        } else {
            RuleClaims.apply(issuance, token);
        }
    }

    /** All that Keycloak says in a token, with the standard claims where its mappers put them. */
    private static JsonNode filled(IDToken token) {
        token.id("id")
                .issuer("https://kc.example/realms/r")
                .audience("https://api.example.com")
                .subject("alice")
                .type("Bearer");
        token.issuedFor("web-app").iat(1L).exp(2L).nbf(0L);
        token.setNonce("n");
        token.setAuth_time(1L);
        token.setSessionId("s");
        token.setAccessTokenHash("h");
        token.setCodeHash("c");
        token.setStateHash("t");
        token.setAcr("1");
        token.setClaimsLocales("de");
        token.getOtherClaims()
                .putAll(Map.of(
                        "name",
                        "Alice Archer",
                        "nickname",
                        "al",
                        "email",
                        "alice@example.com",
                        "email_verified",
                        false,
                        "locale",
                        "en",
                        "address",
                        Map.of("country", "NZ"),
                        "plan",
                        "free",
                        "client_id",
                        "web-app",
                        "groups",
                        List.of("g"),
                        "organization",
                        List.of("acme")));
        if (token instanceof AccessToken accessToken) {
            accessToken.setScope("openid profile");
            accessToken.setRealmAccess(new AccessToken.Access().addRole("user"));
            accessToken.addAccess("account").addRole("view");
            accessToken.setAllowedOrigins(Set.of("https://app.example"));
            accessToken.setTrustedCertificates(Set.of("x"));
            accessToken.setAuthorization(new AccessToken.Authorization());
            accessToken.setConfirmation(new AccessToken.Confirmation());
        }
        return read(token);
    }

    private static JsonNode read(IDToken token) {
        try {
            return STRICT.readTree(JsonSerialization.writeValueAsString(token));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PendingIssuance issuance() {
        return new PendingIssuance(
                Protocol.PASSWORD,
                new Parties(stranger(ClientModel.class), stranger(UserModel.class), Optional.empty()),
                new TokenRequest("127.0.0.1", null, null, "localhost", "POST", Map.of(), Map.of()),
                List.of(),
                SCOPE,
                Optional.empty());
    }

    /** Somebody whom nobody asks anything. */
    private static <T> T stranger(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError(method);
                }));
    }
}
