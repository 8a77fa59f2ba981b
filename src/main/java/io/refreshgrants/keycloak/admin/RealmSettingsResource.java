package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.administration.SettingField;
import io.refreshgrants.keycloak.administration.SettingsChange;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.Setting;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.RealmModel;

/** The realm's own settings: tenant address, limits, how Auth0's paths treat requests, and defaults of applications. */
public final class RealmSettingsResource {

    private final AdminRequest request;

    RealmSettingsResource(AdminRequest request) {
        this.request = request;
    }

    /**
     * The settings.
     *
     * @param tenant where the realm is served
     * @param settings the realm's own, in the order of a form
     * @param defaults what holds for applications that have no value of their own
     */
    record Settings(
            @JsonProperty("tenant") ShownTenant tenant,
            @JsonProperty("settings") List<ShownSetting> settings,
            @JsonProperty("defaults") List<ShownSetting> defaults) {}

    /** The settings. Their version is the answer's entity tag. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(RealmSettingsResource.Settings.class)
    public Response get() {
        request.rights().realm().requireView();
        return shown(request.realm());
    }

    /** Changes some of them; with {@code If-Match} only of the version that the admin has seen. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(RealmSettingsResource.Settings.class)
    public Response change(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Nullable SettingsChange change) {
        request.rights().realm().requireManage();
        SettingsChange wanted = AdminError.present(change);
        version(request.committed().realm()).requireMatch(ifMatch);
        String changed = wanted.apply(SettingField::ofRealm, this::store);
        request.audit().record(OperationType.UPDATE, AuditTrail.SETTINGS, Map.of("settings", changed));
        return shown(request.realm());
    }

    private void store(String attribute, @Nullable String value) {
        if (value == null) {
            request.realm().removeAttribute(attribute);
        } else {
            request.realm().setAttribute(attribute, value);
        }
    }

    private Response shown(RealmModel realm) {
        return version(realm).shown(new Settings(ShownTenant.of(request), own(realm), defaults(realm)));
    }

    /** Of what is stored in this realm: whether another claims its address is no change of it. */
    private Version version(RealmModel realm) {
        return Version.of(List.of(own(realm), defaults(realm)));
    }

    private List<ShownSetting> own(RealmModel realm) {
        return Stream.concat(
                        Stream.of(ShownSetting.ofDomain(realm)),
                        shown(
                                realm,
                                Stream.of(RealmSettings.LIMITS, RealmSettings.REQUESTS)
                                        .<Setting<?>>flatMap(List::stream)
                                        .toList()))
                .toList();
    }

    private List<ShownSetting> defaults(RealmModel realm) {
        return shown(realm, ClientSettings.ALL).toList();
    }

    private Stream<ShownSetting> shown(RealmModel realm, List<Setting<?>> settings) {
        return request.session().getProvider(SettingsProvider.class).stated(realm, settings).stream()
                .map(ShownSetting::of);
    }
}
