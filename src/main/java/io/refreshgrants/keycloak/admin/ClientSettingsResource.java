package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.SettingsChange;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/** The refresh token settings of one application. */
public final class ClientSettingsResource {

    private static final String DPOP_BOUND = "dpop.bound.access.tokens";

    private final AdminRequest request;
    private final ClientModel client;

    ClientSettingsResource(AdminRequest request, ClientModel client) {
        this.request = request;
        this.client = client;
    }

    /**
     * The settings.
     *
     * @param settings in the order of a form
     * @param warnings what is allowed and unwise: {@code public_without_rotation}, a client without a secret whose
     *     refresh tokens neither rotate nor are bound by DPoP; {@code spa_without_rotation}, a browser application that
     *     gets no refresh tokens because it does not rotate
     * @param access what the admin may do with them
     */
    record Settings(
            @JsonProperty("settings") List<ShownSetting> settings,
            @JsonProperty("warnings") List<String> warnings,
            @JsonProperty("access") Access access) {}

    /** The settings, own and inherited. Their version is the answer's entity tag. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(ClientSettingsResource.Settings.class)
    public Response get() {
        request.rights().clients().requireView(client);
        return shown(client);
    }

    /** Changes own values; with {@code If-Match} only of the version that the admin has seen. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(ClientSettingsResource.Settings.class)
    public Response change(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Nullable SettingsChange change) {
        request.rights().clients().requireManage(client);
        SettingsChange wanted = AdminError.present(change);
        Version.of(of(request.committed().client(client))).requireMatch(ifMatch);
        wanted.applyTo(client, request.audit());
        return shown(client);
    }

    private Response shown(ClientModel of) {
        Settings settings = of(of);
        return Version.of(settings).shown(settings);
    }

    private Settings of(ClientModel of) {
        return new Settings(
                request.session().getProvider(SettingsProvider.class).stated(of).stream()
                        .map(ShownSetting::of)
                        .toList(),
                warnings(of),
                new Access(request.rights().clients().canManage(of)));
    }

    private List<String> warnings(ClientModel of) {
        RefreshTokenSettings inForce = RefreshTokenSettings.of(request.session(), of);
        boolean bound = Optional.ofNullable(of.getAttribute(DPOP_BOUND))
                .filter("true"::equals)
                .isPresent();
        List<String> warnings = new ArrayList<>();
        if (!inForce.allowRefreshTokens()) {
            warnings.add("spa_without_rotation");
        } else if (of.isPublicClient() && !inForce.rotation().rotates() && !bound) {
            warnings.add("public_without_rotation");
        }
        return warnings;
    }
}
