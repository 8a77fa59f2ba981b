package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;

/**
 * What our parts of one request must know of each other, in stages that are set once. Keycloak calls each part by itself, so
 * this is all that connects them: one attribute of the request's session, and the only one of ours. The package's description
 * has the table of who sets a stage and who reads it.
 */
public final class RequestState {

    private static final String ATTRIBUTE = RequestState.class.getName();

    private final Once<EntryPoint> entryPoint = new Once<>("entry point");
    private final Once<ExchangedCode> code = new Once<>("code");
    private final Once<ManagedResponse> managed = new Once<>("managed response");
    private final Once<AccessTokenResponseBuilder> withheld = new Once<>("answer without refresh token");

    /** Routing goes inwards: the last resource is the one that answers. */
    private Optional<RoutedResource> resource = Optional.empty();

    private RequestState() {}

    /** The state of the request that a session is for. */
    public static RequestState of(KeycloakSession session) {
        RequestState state = session.getAttribute(ATTRIBUTE, RequestState.class);
        if (state == null) {
            state = new RequestState();
            session.setAttribute(ATTRIBUTE, state);
        }
        return state;
    }

    /** The request is a resource's, which answers, too, for what the server finds wrong around it. */
    public void routedTo(RoutedResource routed) {
        resource = Optional.of(routed);
    }

    Optional<RoutedResource> resource() {
        return resource;
    }

    /** The request came in through this door. */
    public void enter(EntryPoint door) {
        entryPoint.set(door);
    }

    /** The door the request came in through: one of Keycloak's own, unless one of ours has said so. */
    public EntryPoint entryPoint() {
        return entryPoint.reached().orElse(EntryPoint.KEYCLOAK);
    }

    /** Whether the request came in through one of Auth0's paths. */
    public boolean isAuth0() {
        return entryPoint() == EntryPoint.AUTH0;
    }

    /** A code is being exchanged. */
    public void exchanges(ExchangedCode exchanged) {
        code.set(exchanged);
    }

    /** The code that is being exchanged; empty for other grants. */
    public Optional<ExchangedCode> code() {
        return code.reached();
    }

    /** Begins a managed response, for a login that is known. */
    public ManagedResponse manage(Issuance issuance, EventBuilder event) {
        ManagedResponse response = new ManagedResponse(event);
        response.decided(issuance);
        managed.set(response);
        return response;
    }

    /**
     * The same while nobody has logged in yet: {@link ManagedResponse#settle} decides what is granted to the user.
     *
     * @param asked the scope asked for, API scopes included
     * @param limit what the grant leaves of it
     * @param expected what is decided if the user may have all that is asked for
     */
    public void manageBeforeLogin(Scopes asked, UnaryOperator<Issuance> limit, Issuance expected, EventBuilder event) {
        managed.set(new ManagedResponse(event, asked, limit, expected));
    }

    /** The managed response that is being built; empty while the request is none of ours, or not yet. */
    public Optional<ManagedResponse> managed() {
        return managed.reached();
    }

    /**
     * Has the refresh token of an answer withheld, which is made only because Keycloak's code insists on one. The offline
     * session of a family has one credential, the family's own: with another one that is not in the ledger, rotation,
     * lifetimes, rules and revocation of the grant could be walked round.
     */
    public void withholdRefreshToken(AccessTokenResponseBuilder answer) {
        withheld.set(answer);
    }

    /** Takes it out of the answer, if one is to be withheld. */
    public void dropWithheldRefreshToken() {
        withheld.reached().ifPresent(AccessTokenResponseBuilder::removeRefreshToken);
    }
}
