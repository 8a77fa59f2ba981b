package io.refreshgrants.keycloak.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

/** The keys of the settings. */
class SettingTest {

    static Stream<Setting<?>> all() {
        return Stream.of(ClientSettings.ALL, RealmSettings.LIMITS, RealmSettings.REQUESTS)
                .flatMap(List::stream);
    }

    private static List<Setting<?>> constants(Class<?> type) throws IllegalAccessException {
        List<Setting<?>> settings = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                settings.add((Setting<?>) field.get(null));
            }
        }
        return settings;
    }

    @Test
    void everyKeyIsListed() throws IllegalAccessException {
        assertThat(ClientSettings.ALL).containsExactlyInAnyOrderElementsOf(constants(ClientSettings.class));
        assertThat(Stream.concat(RealmSettings.LIMITS.stream(), RealmSettings.REQUESTS.stream())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(constants(RealmSettings.class));
        assertThat(all().map(Setting::attribute))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("refresh_grants\\.[a-z_]+"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aKeyExplainsItself(Setting<?> setting) {
        assertThat(setting.explanation().label()).matches("\\p{Lu}.*[^.]");
        assertThat(setting.explanation().help()).matches("\\p{Lu}.*\\.");
    }

    @Test
    void aDefaultThatDependsOnAnotherSettingFollowsIt() {
        assertThat(get(ClientSettings.EXPIRATION_TYPE, Map.of())).isFalse();
        assertThat(get(ClientSettings.EXPIRATION_TYPE, Map.of(ClientSettings.ROTATION_TYPE, "rotating")))
                .isTrue();
        assertThat(get(ClientSettings.EXPIRATION_TYPE, Map.of(ClientSettings.APP_TYPE, "spa")))
                .isTrue();
        assertThat(get(
                        ClientSettings.EXPIRATION_TYPE,
                        Map.of(ClientSettings.APP_TYPE, "spa", ClientSettings.ROTATION_TYPE, "non-rotating")))
                .isFalse();
        assertThat(get(
                        ClientSettings.EXPIRATION_TYPE,
                        Map.of(ClientSettings.APP_TYPE, "spa", ClientSettings.EXPIRATION_TYPE, "non-expiring")))
                .isFalse();
    }

    private static <T> T get(Setting<T> setting, Map<Setting<?>, String> values) {
        return new SettingsReader(values::get).get(setting);
    }

    @Test
    void aWrongValueIsOneProblemHoweverOftenItIsRead() {
        assertThat(new SettingsReader(Map.of(ClientSettings.APP_TYPE, "toaster")::get).problems(ClientSettings.ALL))
                .extracting(Object::toString)
                .containsExactly("refresh_grants.app_type is 'toaster' but must be"
                        + " regular_web or native or spa or non_interactive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "1.5", "ten", "99999999999"})
    void aNumberOutOfRangeIsRefusedWithItsLimits(String text) {
        assertThatThrownBy(() -> ValueType.number(1, 10).parse(text)).hasMessage("a whole number from 1 to 10");
    }

    @Test
    void aDefaultMustBeAValue() {
        assertThatThrownBy(() -> Setting.ofRealm("x", ValueType.flag(), "maybe", new Setting.Explanation("X", "X.")))
                .hasMessage("true or false");
    }

    @Test
    void aServerOptionSaysItsTypeItsDefaultAndWhatItDoes() {
        List<ProviderConfigProperty> options = new AttributeSettingsFactory().getConfigMetadata();

        assertThat(options).filteredOn("name", "rotationType").singleElement().satisfies(option -> {
            assertThat(option.getType()).isEqualTo(ProviderConfigProperty.LIST_TYPE);
            assertThat(option.getOptions()).containsExactly("rotating", "non-rotating");
            assertThat(option.getDefaultValue()).isEqualTo("non-rotating");
            assertThat(option.getHelpText())
                    .isEqualTo(
                            "Default of refresh_grants.rotation_type for all realms. Whether each exchange gives a new"
                                    + " refresh token and ends the previous one.");
        });
        assertThat(options)
                .filteredOn("name", "oidcConformant")
                .extracting(ProviderConfigProperty::getType)
                .containsExactly(ProviderConfigProperty.BOOLEAN_TYPE);
        assertThat(options)
                .filteredOn("name", "maxTokens")
                .extracting(ProviderConfigProperty::getType)
                .containsExactly(ProviderConfigProperty.INTEGER_TYPE);
    }
}
