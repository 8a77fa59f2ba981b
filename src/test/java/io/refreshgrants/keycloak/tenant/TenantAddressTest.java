package io.refreshgrants.keycloak.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantAddressTest {

    @ParameterizedTest
    @CsvSource({
        "tenant.example.com, tenant.example.com",
        "Tenant.Example.COM, tenant.example.com",
        "tenant.example.com:443, tenant.example.com",
        "localhost:8443, localhost:8443",
        "' spaced.example.com ', spaced.example.com",
        "[::1]:8443, [::1]:8443"
    })
    void aDomainIsAHostWithAPortIfItIsNot443(String attribute, String domain) {
        TenantAddress address = new TenantAddress(attribute);

        assertThat(address.domain()).isEqualTo(domain);
        assertThat(address.issuer()).isEqualTo("https://" + domain + "/");
        assertThat(address.userinfo()).isEqualTo("https://" + domain + "/userinfo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tenant.example.com",
                "tenant.example.com/",
                "tenant.example.com/path",
                "user@tenant.example.com",
                "tenant.example.com?x",
                "tenant.example.com#x",
                "two words",
                "tenant.example.com:70000",
                "tenant_x:",
                "*",
                ""
            })
    void anythingElseIsRefused(String attribute) {
        assertThatThrownBy(() -> new TenantAddress(attribute))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refresh_grants.domain");
    }

    @Test
    void onlyARequestOverTlsHasOne() {
        assertThat(TenantAddress.requested(URI.create("https://Tenant.example.com:443/")))
                .contains(new TenantAddress("tenant.example.com"));
        assertThat(TenantAddress.requested(URI.create("http://tenant.example.com/")))
                .isEmpty();
        assertThat(TenantAddress.requested(URI.create("https://under_score.example.com/")))
                .isEmpty();
    }
}
