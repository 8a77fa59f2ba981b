package io.refreshgrants.keycloak.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import io.refreshgrants.keycloak.settings.RotationSettings.ReuseDetection;
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

    private static SettingsReader reader(Map<Setting<?>, String> values) {
        return new SettingsReader(values::get);
    }

    private static RefreshTokenSettings read(Map<Setting<?>, String> values) {
        return RefreshTokenSettings.read(reader(values));
    }

    @Test
    void nothingSaidIsAuth0sRegularWebApplication() {
        RefreshTokenSettings settings = read(Map.of());

        assertThat(settings.rotation().rotates()).isFalse();
        assertThat(settings.lifetimes().token()).isEmpty();
        assertThat(settings.lifetimes().idle()).isEmpty();
        assertThat(settings.rotation().leeway()).isZero();
        assertThat(settings.maxTokens()).isEqualTo(200);
        assertThat(settings.revocation()).isEqualTo(RevocationScope.GRANT);
        assertThat(settings.rotation().reuseDetection()).isEqualTo(ReuseDetection.ENFORCE);
        assertThat(settings.throttle()).isEqualTo(new ThrottleLimit(10, Duration.ofSeconds(60)));
    }

    @Test
    void aSinglePageApplicationRotatesAndExpires() {
        RefreshTokenSettings settings = read(Map.of(ClientSettings.APP_TYPE, "spa"));

        assertThat(settings.rotation().rotates()).isTrue();
        assertThat(settings.lifetimes().token()).contains(Duration.ofSeconds(2_592_000));
        assertThat(settings.lifetimes().idle()).contains(Duration.ofSeconds(1_296_000));
    }

    @Test
    void infiniteWinsOverNumbersAndNonExpiringOverBoth() {
        assertThat(read(Map.of(
                                ClientSettings.EXPIRATION_TYPE, "expiring",
                                ClientSettings.TOKEN_LIFETIME, "60",
                                ClientSettings.INFINITE_TOKEN_LIFETIME, "true"))
                        .lifetimes()
                        .token())
                .isEmpty();
        assertThat(read(Map.of(
                                ClientSettings.EXPIRATION_TYPE,
                                "non-expiring",
                                ClientSettings.IDLE_TOKEN_LIFETIME,
                                "60"))
                        .lifetimes()
                        .idle())
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
    void aWrongValueIsOneProblemThatNamesTheSetting(String name, String value) {
        Setting<?> setting = ClientSettings.ALL.stream()
                .filter(key -> key.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();

        assertThat(reader(Map.of(setting, value)).problems(ClientSettings.ALL))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith(setting.attribute() + " is '" + value + "' but must be "));
    }

    @Test
    void theSaferValueIsUsed() {
        assertThat(read(Map.of(ClientSettings.ROTATION_TYPE, "x")).rotation().rotates())
                .isTrue();
        assertThat(read(Map.of(ClientSettings.EXPIRATION_TYPE, "x")).lifetimes().token())
                .isPresent();
        assertThat(read(Map.of(ClientSettings.LEEWAY, "x")).rotation().leeway()).isZero();
        assertThat(read(Map.of(ClientSettings.REUSE_DETECTION, "x")).rotation().reuseDetection())
                .isEqualTo(ReuseDetection.ENFORCE);
        assertThat(read(Map.of(ClientSettings.REVOCATION, "x")).revocation()).isEqualTo(RevocationScope.GRANT);
        assertThat(read(Map.of(ClientSettings.APP_TYPE, "x")).singlePage()).isTrue();
        assertThat(read(Map.of(ClientSettings.POLICIES, "x")).policies()).isEmpty();
    }

    @Test
    void aServerOptionIsTheLastDefault() {
        AttributeSettingsFactory factory = new AttributeSettingsFactory();
        factory.init(config(Map.of("maxTokens", "7")));

        assertThat(factory.of(client(Map.of())).maxTokens()).isEqualTo(7);
        assertThat(factory.of(client(Map.of("refresh_grants.max_tokens", "8"))).maxTokens())
                .isEqualTo(8);
        assertThat(factory.getConfigMetadata()).hasSameSizeAs(ClientSettings.ALL);
        assertThat(ClientSettings.INFINITE_IDLE_TOKEN_LIFETIME.option()).isEqualTo("infiniteIdleTokenLifetime");
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

        assertThat(factory.of(client(Map.of()), ClientSettings.OIDC_CONFORMANT)).isTrue();
        assertThat(factory.of(
                        client(Map.of("refresh_grants.oidc_conformant", "false")), ClientSettings.OIDC_CONFORMANT))
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

        assertThat(greedy.rotation().rotates()).isTrue();
        assertThat(greedy.rotation().reuseDetection()).isEqualTo(ReuseDetection.ENFORCE);
        assertThat(greedy.lifetimes().token()).contains(Duration.ofHours(2));
        assertThat(greedy.lifetimes().idle()).as("its own is shorter").contains(Duration.ofMinutes(1));
        RefreshTokenSettings endless = factory.of(client(Map.of(), limits, false));
        assertThat(endless.rotation().rotates()).as("confidential").isFalse();
        assertThat(endless.lifetimes().token()).contains(Duration.ofHours(2));
        assertThat(endless.lifetimes().idle()).contains(Duration.ofMinutes(10));
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

        assertThat(settings.rotation().rotates()).isTrue();
        assertThat(settings.lifetimes().token()).contains(Duration.ofDays(30));
        assertThat(settings.lifetimes().idle()).contains(Duration.ofDays(15));
    }

    @Test
    void aRegistrationChoosesOnlyWhatTheRealmNames() {
        AttributeSettingsFactory factory = new AttributeSettingsFactory();

        assertThat(factory.of(realm(Map.of()), RealmSettings.ALLOW_IN_REGISTRATION))
                .isEmpty();
        assertThat(factory.of(
                        realm(Map.of("refresh_grants.allow_in_registration", "token_lifetime, rotation_type")),
                        RealmSettings.ALLOW_IN_REGISTRATION))
                .containsExactlyInAnyOrder(ClientSettings.TOKEN_LIFETIME, ClientSettings.ROTATION_TYPE);
        assertThat(factory.of(
                        realm(Map.of("refresh_grants.allow_in_registration", "token_lifetime true")),
                        RealmSettings.ALLOW_IN_REGISTRATION))
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
