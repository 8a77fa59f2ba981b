package io.refreshgrants.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownDeviceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Chrome on Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36
            Edge on Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0
            Firefox on Linux | Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
            Safari on macOS | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15
            Safari on iPhone | Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1
            Chrome on iPhone | Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Mobile/15E148 Safari/604.1
            Chrome on Android | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36
            an app on an Apple device | Shop/1 CFNetwork/1568.100.1 Darwin/24.0.0
            okhttp | okhttp/4.12.0
            curl | curl/8.5.0
            """)
    void hasTheNameOfItsBrowserAndSystem(String name, String userAgent) {
        assertThat(ShownDevice.of(new Device("203.0.113.7", userAgent)).name()).isEqualTo(name);
    }

    @Test
    void hasNoNameWhereTheHeaderSaysNothing() {
        assertThat(ShownDevice.of(new Device(null, "x")).name()).isNull();
        assertThat(ShownDevice.of(new Device("203.0.113.7", null)))
                .isEqualTo(new ShownDevice(null, null, "203.0.113.7"));
    }
}
