package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import io.refreshgrants.keycloak.auth0.TenantRoot;
import jakarta.ws.rs.NotFoundException;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Serves the documents of {@code /.well-known} at a tenant address. */
public abstract sealed class TenantDocumentFactory extends Auth0PathFactory {

    private final Function<KeycloakSession, Object> document;

    private TenantDocumentFactory(String id, Function<KeycloakSession, Object> document) {
        super(id);
        this.document = document;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        if (RequestState.of(session).tenant().isEmpty()) {
            throw new NotFoundException();
        }
        return serving(document.apply(session));
    }

    /** The metadata. */
    public static final class Metadata extends TenantDocumentFactory {
        public Metadata() {
            super(TenantRoot.METADATA, TenantMetadata::new);
        }
    }

    /** The keys. */
    public static final class Keys extends TenantDocumentFactory {
        public Keys() {
            super(TenantRoot.KEYS, TenantKeys::new);
        }
    }
}
