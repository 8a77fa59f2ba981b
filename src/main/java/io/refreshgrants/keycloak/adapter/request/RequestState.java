package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.tenant.TenantAddress;
import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;

/**
 * What the parts of this extension share within one request, in stages that are set once. Keycloak calls each part
 * separately, so this object connects them: it is our only attribute of the Keycloak session. The package description
 * lists who sets and who reads each stage.
 */
public final class RequestState {

    private static final String ATTRIBUTE = RequestState.class.getName();

    private final Once<EntryPoint> entryPoint = new Once<>("entry point");
    private final Once<TenantAddress> tenant = new Once<>("tenant address");
    private final Once<ExchangedCode> code = new Once<>("code");
    private final Once<ManagedResponse> managed = new Once<>("managed response");
    private final Once<AccessTokenResponseBuilder> withheld = new Once<>("answer without refresh token");

    /** Routing goes from the outer resource to the inner one, which answers. So the last one set counts. */
    private Optional<RoutedResource> resource = Optional.empty();

    private RequestState() {}

    /** The state of the session's request. */
    public static RequestState of(KeycloakSession session) {
        RequestState state = session.getAttribute(ATTRIBUTE, RequestState.class);
        if (state == null) {
            state = new RequestState();
            session.setAttribute(ATTRIBUTE, state);
        }
        return state;
    }

    /** Sets the resource that the request was routed to. It also answers for failures of the server around it. */
    public void routedTo(RoutedResource routed) {
        resource = Optional.of(routed);
    }

    /** From here on failures are answered by Keycloak, which has a page for them. */
    public void leaveToKeycloak() {
        resource = Optional.empty();
    }

    Optional<RoutedResource> resource() {
        return resource;
    }

    /** Sets the entry point. */
    public void enter(EntryPoint door) {
        entryPoint.set(door);
    }

    /** Where the request came in: one of Keycloak's own endpoints unless one of ours has set something else. */
    public EntryPoint entryPoint() {
        return entryPoint.reached().orElse(EntryPoint.KEYCLOAK);
    }

    /** Whether the request came in at one of Auth0's paths. */
    public boolean isAuth0() {
        return entryPoint() == EntryPoint.AUTH0;
    }

    /** The request came to the root of a tenant address. */
    public void arriveAt(TenantAddress address) {
        tenant.set(address);
    }

    /** The tenant address whose root the request came to; empty for one that came in below the realm. */
    public Optional<TenantAddress> tenant() {
        return tenant.reached();
    }

    /** Sets the code that the request exchanges. */
    public void exchanges(ExchangedCode exchanged) {
        code.set(exchanged);
    }

    /** The code that the request exchanges; empty for other grants. */
    public Optional<ExchangedCode> code() {
        return code.reached();
    }

    /** Begins a managed response for a user who is known. */
    public ManagedResponse manage(Issuance issuance, EventBuilder event) {
        ManagedResponse response = new ManagedResponse(event);
        response.decided(issuance);
        managed.set(response);
        return response;
    }

    /**
     * Begins a managed response before the user is known. {@link ManagedResponse#settle} makes the decision final.
     *
     * @param asked the requested scope, including the scopes of APIs
     * @param limit restricts the decision to what the grant can issue
     * @param expected the decision if the user may have everything that is requested
     */
    public void manageBeforeLogin(Scopes asked, UnaryOperator<Issuance> limit, Issuance expected, EventBuilder event) {
        managed.set(new ManagedResponse(event, asked, limit, expected));
    }

    /** The managed response; empty for an unmanaged request, and until the request is known to be managed. */
    public Optional<ManagedResponse> managed() {
        return managed.reached();
    }

    /**
     * Marks a refresh token to be removed from the response; Keycloak made it only because its code requires one. A
     * family's offline session must have no other credential than the family's token: a second one, unknown to the
     * ledger, would escape rotation, lifetimes, rules and revocation.
     */
    public void withholdRefreshToken(AccessTokenResponseBuilder answer) {
        withheld.set(answer);
    }

    /** Removes the refresh token that was marked, if there is one. */
    public void dropWithheldRefreshToken() {
        withheld.reached().ifPresent(AccessTokenResponseBuilder::removeRefreshToken);
    }
}
