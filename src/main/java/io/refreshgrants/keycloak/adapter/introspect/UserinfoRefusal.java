package io.refreshgrants.keycloak.adapter.introspect;

import java.util.function.Consumer;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

/** Keycloak's refusal of an access token at userinfo, where its own code does not come to see what is wrong. */
final class UserinfoRefusal {

    private UserinfoRefusal() {}

    /**
     * The answer, for anybody's browser to read.
     *
     * @param description adds to the event what is wrong
     */
    static RuntimeException of(KeycloakSession session, Consumer<EventBuilder> description) {
        RealmModel realm = session.getContext().getRealm();
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.USER_INFO_REQUEST);
        description.accept(event);
        event.error(Errors.INVALID_TOKEN);
        return new OAuth2Error()
                .json(false)
                .session(session)
                .realm(realm)
                .cors(Cors.builder().auth().allowAllOrigins())
                .invalidToken("Token verification failed");
    }
}
