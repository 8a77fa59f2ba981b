package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.administration.SettingsChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * A change of an application.
 *
 * @param client what Keycloak itself keeps of it; empty for nothing
 * @param settings its refresh token settings
 */
record ApplicationChange(Optional<ClientRepresentation> client, SettingsChange settings) {

    /** Those that are settings of this project's. */
    private static final Set<String> OF_SETTINGS =
            Set.of("refresh_token", "oidc_conformant", "app_type", "jwt_configuration");

    private static final Set<String> MEMBERS =
            Stream.concat(OF_SETTINGS.stream(), ClientMembers.NAMES.stream()).collect(Collectors.toSet());

    private static final List<String> ORIGINS = List.of(Origins.WEB, Origins.ALLOWED);

    private static final List<String> REFRESH_TOKEN = Stream.of(
                    RefreshTokenSetting.WORDS,
                    RefreshTokenSetting.NUMBERS,
                    RefreshTokenSetting.FLAGS,
                    List.of(RefreshTokenSetting.POLICIES))
            .flatMap(List::stream)
            .toList();

    /** What a body wants of an application that is shown so. Null takes an own value away, so that the inherited one holds. */
    static ApplicationChange of(JsonNode body, Application shown) {
        ObjectNode wanted = Difference.of(body, shown, NotServed.OF_CLIENTS);
        if (ORIGINS.stream().anyMatch(wanted::has)) {
            // The one list says what becomes of the other.
            ORIGINS.stream().filter(body::has).forEach(name -> wanted.set(name, body.get(name)));
        }
        return in(wanted, shown.jwtConfiguration(), shown.origins());
    }

    /**
     * What a body wants a new application to be.
     *
     * @param algorithm which signs the realm's tokens
     */
    static ApplicationChange ofNew(JsonNode body, String algorithm) {
        Map<String, Object> jwt = Map.of("alg", algorithm, "secret_encoded", false);
        Members.of(body).requiredText("name");
        ApplicationChange change =
                in(Difference.of(body, Application.FIXED, NotServed.OF_CLIENTS), jwt, Origins.none());
        ClientMembers.complete(
                change.client().orElseThrow(), body.path("app_type").asText());
        return change;
    }

    private static ApplicationChange in(JsonNode body, Object shownJwt, Origins shownOrigins) {
        Members members = Members.of(body);
        members.requireOnly(MEMBERS);
        Map<String, @Nullable String> values = new HashMap<>();
        put(values, members, "oidc_conformant", "oidc_conformant", Kind.FLAG);
        put(values, members, "app_type", "app_type", Kind.TEXT);
        if (members.has("jwt_configuration")) {
            JsonNode object = members.in("jwt_configuration").object();
            Members jwt = new Members(Difference.of(object, shownJwt, Set.of("scopes")), "jwt_configuration.");
            jwt.requireOnly(Set.of("lifetime_in_seconds"));
            put(values, jwt, "lifetime_in_seconds", "id_token_lifetime", Kind.NUMBER);
        }
        if (members.isNull("refresh_token")) {
            REFRESH_TOKEN.forEach(name -> values.put(name, null));
        } else if (members.has("refresh_token")) {
            putAll(values, members.in("refresh_token"));
        }
        boolean ofKeycloak = ClientMembers.NAMES.stream().anyMatch(members::has);
        return new ApplicationChange(
                ofKeycloak ? Optional.of(ClientMembers.in(members, shownOrigins)) : Optional.empty(),
                new SettingsChange(values));
    }

    private enum Kind {
        TEXT,
        NUMBER,
        FLAG
    }

    private static void putAll(Map<String, @Nullable String> values, Members refreshToken) {
        refreshToken.requireOnly(new HashSet<>(REFRESH_TOKEN));
        RefreshTokenSetting.WORDS.forEach(name -> put(values, refreshToken, name, name, Kind.TEXT));
        RefreshTokenSetting.NUMBERS.forEach(name -> put(values, refreshToken, name, name, Kind.NUMBER));
        RefreshTokenSetting.FLAGS.forEach(name -> put(values, refreshToken, name, name, Kind.FLAG));
        if (refreshToken.has(RefreshTokenSetting.POLICIES)) {
            JsonNode policies = refreshToken.object().path(RefreshTokenSetting.POLICIES);
            values.put(RefreshTokenSetting.POLICIES, policies.isNull() ? null : policies.toString());
        }
    }

    private static void put(
            Map<String, @Nullable String> values, Members members, String member, String setting, Kind kind) {
        if (members.isNull(member)) {
            values.put(setting, null);
        } else if (members.has(member)) {
            values.put(
                    setting,
                    String.valueOf(
                            switch (kind) {
                                case TEXT -> members.text(member);
                                case NUMBER -> members.number(member);
                                case FLAG -> members.flag(member);
                            }));
        }
    }
}
