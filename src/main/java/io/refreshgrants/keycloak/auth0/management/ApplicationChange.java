package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.SettingsChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of an application's refresh token settings. Of a client's other members, Keycloak's own admin REST API checks what they
 * may be, so that they are changed there.
 */
record ApplicationChange(SettingsChange settings) {

    private static final Set<String> MEMBERS =
            Set.of("refresh_token", "oidc_conformant", "app_type", "jwt_configuration");

    private static final List<String> REFRESH_TOKEN = Stream.of(
                    RefreshTokenSetting.WORDS,
                    RefreshTokenSetting.NUMBERS,
                    RefreshTokenSetting.FLAGS,
                    List.of(RefreshTokenSetting.POLICIES))
            .flatMap(List::stream)
            .toList();

    /** What a body says. Null takes an own value away, so that the inherited one holds. */
    static ApplicationChange in(JsonNode body) {
        Members members = Members.of(body);
        members.requireOnly(MEMBERS);
        Map<String, @Nullable String> values = new HashMap<>();
        put(values, members, "oidc_conformant", "oidc_conformant", Kind.FLAG);
        put(values, members, "app_type", "app_type", Kind.TEXT);
        if (members.has("jwt_configuration")) {
            Members jwt = members.in("jwt_configuration");
            jwt.requireOnly(Set.of("lifetime_in_seconds"));
            put(values, jwt, "lifetime_in_seconds", "id_token_lifetime", Kind.NUMBER);
        }
        if (members.isNull("refresh_token")) {
            REFRESH_TOKEN.forEach(name -> values.put(name, null));
        } else if (members.has("refresh_token")) {
            putAll(values, members.in("refresh_token"));
        }
        return new ApplicationChange(new SettingsChange(values));
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
