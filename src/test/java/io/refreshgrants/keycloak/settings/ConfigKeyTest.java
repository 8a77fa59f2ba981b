package io.refreshgrants.keycloak.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.settings.Setting.Explanation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

class ConfigKeyTest {

    private static final Explanation EXPLANATION = new Explanation("Interval", "Time between two of `them`.");

    private static final ConfigKey<Duration> INTERVAL =
            ConfigKey.of("interval", ValueType.numberFrom(1, "seconds", Duration::ofSeconds), "60", EXPLANATION);

    private static final ConfigKey<Integer> NAMELESS =
            ConfigKey.required("number", ValueType.numberFrom(0), EXPLANATION);

    private static final ServerOptions OPTIONS = new ServerOptions("of-tests", "first", List.of(INTERVAL, NAMELESS));

    private static Config.Scope config(String value) {
        return (Config.Scope) Proxy.newProxyInstance(
                ConfigKeyTest.class.getClassLoader(),
                new Class<?>[] {Config.Scope.class},
                (proxy, method, arguments) -> arguments[0].equals("interval") ? value : null);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void whatIsNotSetIsTheDefault(String text) {
        assertThat(INTERVAL.read(text)).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void whatMustBeSetIsRefusedWithoutAValue(String text) {
        assertThatThrownBy(() -> NAMELESS.read(text)).hasMessage("must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "a day", "2147483648"})
    void aWrongOptionIsRefusedWithItsNameAndRule(String value) {
        assertThatThrownBy(() -> OPTIONS.read(config(value), INTERVAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spi-of-tests--first--interval must be a whole number of seconds from 1 upwards");
    }

    @Test
    void anOptionIsReadByItsName() {
        assertThat(OPTIONS.read(config("2147483647"), INTERVAL)).isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
    }

    @Test
    void aFormShowsTheTypeTheDefaultAndWhetherItMustBeSet() {
        ProviderConfigProperty interval = OPTIONS.properties().get(0);
        assertThat(interval.getType()).isEqualTo(ProviderConfigProperty.INTEGER_TYPE);
        assertThat(interval.getDefaultValue()).isEqualTo("60");
        assertThat(interval.getHelpText()).isEqualTo("Time between two of them.");
        assertThat(interval.isRequired()).isFalse();
        assertThat(OPTIONS.properties().get(1).isRequired()).isTrue();
    }
}
