package io.refreshgrants.keycloak.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.settings.RefreshTokenSettings.ReuseDetection;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

class RefreshTokenSettingsTest {

    private static SettingsReader reader(Map<Setting, String> values) {
        return new SettingsReader(values::get);
    }

    private static RefreshTokenSettings read(Map<Setting, String> values) {
        return RefreshTokenSettings.read(reader(values));
    }

    @Test
    void nothingSaidIsAuth0sRegularWebApplication() {
        RefreshTokenSettings settings = read(Map.of());

        assertThat(settings.rotating()).isFalse();
        assertThat(settings.tokenLifetime()).isEmpty();
        assertThat(settings.idleLifetime()).isEmpty();
        assertThat(settings.leeway()).isZero();
        assertThat(settings.maxTokens()).isEqualTo(200);
        assertThat(settings.revocation()).isEqualTo(RevocationScope.GRANT);
        assertThat(settings.reuseDetection()).isEqualTo(ReuseDetection.ENFORCE);
        assertThat(settings.throttle()).isEqualTo(new ThrottleLimit(10, Duration.ofSeconds(60)));
    }

    @Test
    void aSinglePageApplicationRotatesAndExpires() {
        RefreshTokenSettings settings = read(Map.of(Setting.APP_TYPE, "spa"));

        assertThat(settings.rotating()).isTrue();
        assertThat(settings.tokenLifetime()).contains(Duration.ofSeconds(2_592_000));
        assertThat(settings.idleLifetime()).contains(Duration.ofSeconds(1_296_000));
    }

    @Test
    void infiniteWinsOverNumbersAndNonExpiringOverBoth() {
        assertThat(read(Map.of(
                                Setting.EXPIRATION_TYPE, "expiring",
                                Setting.TOKEN_LIFETIME, "60",
                                Setting.INFINITE_TOKEN_LIFETIME, "true"))
                        .tokenLifetime())
                .isEmpty();
        assertThat(read(Map.of(Setting.EXPIRATION_TYPE, "non-expiring", Setting.IDLE_TOKEN_LIFETIME, "60"))
                        .idleLifetime())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ROTATION_TYPE, x",
        "EXPIRATION_TYPE, x",
        "LEEWAY, -1",
        "TOKEN_LIFETIME, 0",
        "IDLE_TOKEN_LIFETIME, 1e3",
        "INFINITE_TOKEN_LIFETIME, x",
        "INFINITE_IDLE_TOKEN_LIFETIME, x",
        "REUSE_DETECTION, x",
        "REVOCATION, x",
        "MAX_TOKENS, 0",
        "THROTTLE_REQUESTS, x",
        "THROTTLE_PERIOD, 0",
        "APP_TYPE, x",
        "OIDC_CONFORMANT, x",
        "POLICIES, x"
    })
    void aWrongValueIsOneProblemThatNamesTheSetting(Setting setting, String value) {
        SettingsReader reader = reader(Map.of(setting, value));
        RefreshTokenSettings.read(reader);

        assertThat(reader.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith(setting.attribute() + " is '" + value + "' but must be "));
    }

    @Test
    void theSaferValueIsUsed() {
        assertThat(read(Map.of(Setting.ROTATION_TYPE, "x")).rotating()).isTrue();
        assertThat(read(Map.of(Setting.EXPIRATION_TYPE, "x")).tokenLifetime()).isPresent();
        assertThat(read(Map.of(Setting.LEEWAY, "x")).leeway()).isZero();
        assertThat(read(Map.of(Setting.REUSE_DETECTION, "x")).reuseDetection()).isEqualTo(ReuseDetection.ENFORCE);
        assertThat(read(Map.of(Setting.REVOCATION, "x")).revocation()).isEqualTo(RevocationScope.GRANT);
        assertThat(read(Map.of(Setting.APP_TYPE, "x")).singlePage()).isTrue();
        assertThat(read(Map.of(Setting.POLICIES, "x")).policies()).isEmpty();
    }

    @Test
    void aServerOptionIsTheLastDefault() {
        AttributeSettingsFactory factory = new AttributeSettingsFactory();
        factory.init(config(Map.of("maxTokens", "7")));

        assertThat(factory.of(client(Map.of())).maxTokens()).isEqualTo(7);
        assertThat(factory.of(client(Map.of("refresh_grants.max_tokens", "8"))).maxTokens())
                .isEqualTo(8);
        assertThat(factory.getConfigMetadata()).hasSize(Setting.values().length);
        assertThat(Setting.INFINITE_IDLE_TOKEN_LIFETIME.option()).isEqualTo("infiniteIdleTokenLifetime");
    }

    @Test
    void aWrongServerOptionStopsTheServerWithItsName() {
        assertThatThrownBy(() -> new AttributeSettingsFactory().init(config(Map.of("leeway", "soon"))))
                .hasMessageContaining("refresh_grants.leeway is 'soon' but must be a whole number");
    }

    @Test
    void aServerOptionMarksClientsConformant() {
        AttributeSettingsFactory factory = new AttributeSettingsFactory();
        factory.init(config(Map.of("oidcConformant", "true")));

        assertThat(factory.oidcConformant(client(Map.of()))).isTrue();
        assertThat(factory.oidcConformant(client(Map.of("refresh_grants.oidc_conformant", "false"))))
                .isFalse();
    }

    @Test
    void noClientExceedsTheRealmsLimits() {
        Map<String, String> limits = Map.of(
                "refresh_grants.max_token_lifetime", "7200",
                "refresh_grants.max_idle_token_lifetime", "600",
                "refresh_grants.require_rotation", "public");
        Map<String, String> own = Map.of(
                "refresh_grants.rotation_type", "non-rotating",
                "refresh_grants.reuse_detection", "log",
                "refresh_grants.expiration_type", "expiring",
                "refresh_grants.token_lifetime", "86400",
                "refresh_grants.idle_token_lifetime", "60");
        AttributeSettingsFactory factory = new AttributeSettingsFactory();
        RefreshTokenSettings greedy = factory.of(client(own, limits, true));

        assertThat(greedy.rotating()).isTrue();
        assertThat(greedy.reuseDetection()).isEqualTo(ReuseDetection.ENFORCE);
        assertThat(greedy.tokenLifetime()).contains(Duration.ofHours(2));
        assertThat(greedy.idleLifetime()).as("its own is shorter").contains(Duration.ofMinutes(1));
        RefreshTokenSettings endless = factory.of(client(Map.of(), limits, false));
        assertThat(endless.rotating()).as("confidential").isFalse();
        assertThat(endless.tokenLifetime()).contains(Duration.ofHours(2));
        assertThat(endless.idleLifetime()).contains(Duration.ofMinutes(10));
    }

    @Test
    void aLimitThatIsNotValidCountsAsTheSaferOne() {
        RefreshTokenSettings settings = new AttributeSettingsFactory()
                .of(client(
                        Map.of(),
                        Map.of(
                                "refresh_grants.max_token_lifetime", "long",
                                "refresh_grants.max_idle_token_lifetime", "-1",
                                "refresh_grants.require_rotation", "some"),
                        false));

        assertThat(settings.rotating()).isTrue();
        assertThat(settings.tokenLifetime()).contains(Duration.ofDays(30));
        assertThat(settings.idleLifetime()).contains(Duration.ofDays(15));
    }

    @Test
    void aRegistrationChoosesOnlyWhatTheRealmNames() {
        AttributeSettingsFactory factory = new AttributeSettingsFactory();

        assertThat(factory.registrable(realm(Map.of()))).isEmpty();
        assertThat(factory.registrable(
                        realm(Map.of("refresh_grants.allow_in_registration", "token_lifetime, rotation_type"))))
                .containsExactlyInAnyOrder(Setting.TOKEN_LIFETIME, Setting.ROTATION_TYPE);
        assertThat(factory.registrable(realm(Map.of("refresh_grants.allow_in_registration", "token_lifetime true"))))
                .isEmpty();
    }

    private static ClientModel client(Map<String, String> attributes) {
        return client(attributes, Map.of(), false);
    }

    /** A client of Keycloak's with these attributes, in a realm with those. */
    private static ClientModel client(
            Map<String, String> attributes, Map<String, String> ofRealm, boolean publicClient) {
        RealmModel realm = realm(ofRealm);
        return answering(
                ClientModel.class,
                Map.of(
                        "getAttribute", name -> attributes.get((String) name[0]),
                        "isPublicClient", any -> publicClient,
                        "getRealm", any -> realm));
    }

    private static RealmModel realm(Map<String, String> attributes) {
        return answering(
                RealmModel.class,
                Map.of(
                        "getAttribute", name -> attributes.get((String) name[0]),
                        "isOfflineSessionMaxLifespanEnabled", any -> false));
    }

    private static <T> T answering(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        answers.getOrDefault(method.getName(), any -> null).apply(arguments)));
    }

    private static Config.Scope config(Map<String, String> values) {
        return (Config.Scope) Proxy.newProxyInstance(
                RefreshTokenSettingsTest.class.getClassLoader(),
                new Class<?>[] {Config.Scope.class},
                (proxy, method, arguments) -> values.get(arguments[0]));
    }
}
