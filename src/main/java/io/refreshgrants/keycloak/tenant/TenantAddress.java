package io.refreshgrants.keycloak.tenant;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * The public host of a realm as an Auth0 application knows it, its <em>domain</em>: Auth0's paths stand at its root, over TLS.
 *
 * @param domain the host in lower case, with a port if it is not 443
 */
public record TenantAddress(String domain) {

    /** The realm attribute. */
    public static final String ATTRIBUTE = "refresh_grants.domain";

    private static final int HTTPS_PORT = 443;

    /**
     * Checks and normalizes the domain.
     *
     * @throws IllegalArgumentException if it is more or less than a host and a port
     */
    public TenantAddress {
        URI address = parse(domain.trim());
        boolean onlyHostAndPort = address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawPath().isEmpty()
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
        if (!onlyHostAndPort || address.getPort() == 0 || address.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    ATTRIBUTE + " must be a host, with a port if it is not 443, and nothing else: " + domain);
        }
        domain = authority(address);
    }

    private static URI parse(String domain) {
        try {
            return URI.create("https://" + domain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ATTRIBUTE + " is no host: " + domain, e);
        }
    }

    /**
     * The address that a realm claims; empty if it claims none. Whether the realm is served there, {@link TenantDirectory}
     * says: another realm may claim it, too.
     *
     * @throws IllegalArgumentException if the attribute is no domain
     */
    public static Optional<TenantAddress> of(RealmModel realm) {
        return Optional.ofNullable(realm.getAttribute(ATTRIBUTE))
                .filter(domain -> !domain.isBlank())
                .map(TenantAddress::new);
    }

    /** The same, which counts as none if the attribute is no domain. */
    public static Optional<TenantAddress> claimedBy(RealmModel realm) {
        return valid(realm.getAttribute(ATTRIBUTE));
    }

    /** The address of a domain as it is stored; empty for none, or for what is no domain. */
    static Optional<TenantAddress> valid(@Nullable String domain) {
        try {
            return Optional.ofNullable(domain).filter(text -> !text.isBlank()).map(TenantAddress::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The address that a request was sent to; empty if TLS did not protect it on its way to the server or the proxy before it.
     *
     * @param base the scheme, host and port of the request, as Keycloak's proxy settings have established them
     */
    public static Optional<TenantAddress> requested(URI base) {
        return "https".equalsIgnoreCase(base.getScheme()) && base.getHost() != null
                ? Optional.of(new TenantAddress(authority(base)))
                : Optional.empty();
    }

    private static String authority(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        boolean defaultPort = address.getPort() == -1 || address.getPort() == HTTPS_PORT;
        return defaultPort ? host : host + ":" + address.getPort();
    }

    /** The root of the host, with a slash at its end. */
    public URI root() {
        return URI.create(issuer());
    }

    /** The issuer of tokens asked for here: Auth0's has a slash at its end. */
    public String issuer() {
        return "https://" + domain + "/";
    }

    /** The address of userinfo, which Auth0 adds to the audience of a token with {@code openid}. */
    public String userinfo() {
        return issuer() + "userinfo";
    }
}
