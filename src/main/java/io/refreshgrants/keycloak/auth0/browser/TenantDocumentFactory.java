package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import io.refreshgrants.keycloak.auth0.TenantRoot;
import jakarta.ws.rs.NotFoundException;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/** Serves the documents of {@code /.well-known} at a tenant address. */
public abstract sealed class TenantDocumentFactory extends Auth0PathFactory {

    private TenantDocumentFactory(String id, Function<KeycloakSession, Object> document) {
        super(id, session -> {
            if (RequestState.of(session).tenant().isEmpty()) {
                throw new NotFoundException();
            }
            return document.apply(session);
        });
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
