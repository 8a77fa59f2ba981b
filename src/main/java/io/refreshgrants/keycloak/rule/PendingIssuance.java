package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.CustomClaims;
import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.rule.spi.RefreshTokenInfo;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * An issuance while the rules run: what they have decided so far, and the actions they have deferred. Only the pipeline
 * runs those actions.
 */
public final class PendingIssuance implements TokenIssuance {

    private static final String AUDIENCE = "audience";

    /** Scopes that no rule can remove, because they concern the protocol, not rights at an API. */
    private static final Set<String> PROTOCOL_SCOPES = Set.of("openid", "offline_access");

    private final Protocol protocol;
    private final Parties parties;
    private final TokenRequest request;
    private final List<String> audience;
    private final Optional<RefreshTokenInfo> refreshToken;
    private final PendingClaims accessToken = new PendingClaims();
    private final PendingClaims idToken = new PendingClaims();
    private final List<Runnable> onSuccess = new ArrayList<>();
    private @Nullable String api;
    private Set<String> scope;
    private @Nullable Instant end;
    private @Nullable Instant idleEnd;

    /**
     * The parties of an issuance.
     *
     * @param session the user's browser session, or the offline session of a refresh; empty in a trial of a rule
     */
    public record Parties(ClientModel client, UserModel user, Optional<UserSessionModel> session) {

        public Parties {
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(user, "user");
        }
    }

    /**
     * An issuance before any rule has run.
     *
     * @param audience the APIs that the access token is for
     * @param scope the scope of the access token
     * @param refreshToken the refresh token in use, on {@link Protocol#REFRESH_TOKEN} only
     */
    public PendingIssuance(
            Protocol protocol,
            Parties parties,
            TokenRequest request,
            List<String> audience,
            Collection<String> scope,
            Optional<RefreshTokenInfo> refreshToken) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.parties = Objects.requireNonNull(parties, "parties");
        this.request = Objects.requireNonNull(request, "request");
        this.audience = List.copyOf(audience);
        this.api = this.audience.isEmpty() ? null : this.audience.get(0);
        this.scope = new LinkedHashSet<>(scope);
        this.refreshToken = Objects.requireNonNull(refreshToken, "refreshToken");
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public ClientModel client() {
        return parties.client();
    }

    @Override
    public UserModel user() {
        return parties.user();
    }

    @Override
    public Optional<UserSessionModel> session() {
        return parties.session();
    }

    @Override
    public TokenRequest request() {
        if (api == null) {
            return request;
        }
        boolean asked = protocol.isAuthorizationRequest();
        Map<String, String> deciding = new HashMap<>(asked ? request.query() : request.body());
        deciding.put(AUDIENCE, api);
        return new TokenRequest(
                request.ip(),
                request.userAgent(),
                request.language(),
                request.hostname(),
                request.method(),
                asked ? deciding : request.query(),
                asked ? request.body() : deciding);
    }

    @Override
    public List<String> audience() {
        return audience;
    }

    @Override
    public Optional<String> api() {
        return Optional.ofNullable(api);
    }

    /**
     * Runs the rules once for each API of the token, or once if it has none. A rule that guards one of several APIs
     * must be asked about that one.
     */
    void forEachApi(Runnable question) {
        for (String identifier : audience) {
            api = identifier;
            question.run();
        }
        if (audience.isEmpty()) {
            question.run();
        }
    }

    @Override
    public Optional<RefreshTokenInfo> refreshToken() {
        return refreshToken;
    }

    @Override
    public Set<String> scope() {
        return Collections.unmodifiableSet(scope);
    }

    @Override
    public void narrowScope(Collection<String> kept) {
        Set<String> narrowed = new LinkedHashSet<>(scope);
        narrowed.removeIf(name -> !kept.contains(name) && !PROTOCOL_SCOPES.contains(name));
        scope = narrowed;
    }

    @Override
    public CustomClaims accessToken() {
        return accessToken;
    }

    @Override
    public CustomClaims idToken() {
        return idToken;
    }

    /** The names, sorted, that rules tried to set but may not. */
    public SortedSet<String> ignoredClaims() {
        SortedSet<String> names = new TreeSet<>(accessToken.ignored());
        names.addAll(idToken.ignored());
        return names;
    }

    @Override
    public void endRefreshToken(Instant at) {
        end = earlier(end, at);
    }

    @Override
    public void endIdleRefreshToken(Instant at) {
        idleEnd = earlier(idleEnd, at);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /** When rules end the refresh token; empty leaves it to the application's settings. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    /** When rules end the refresh token unless it is used before. */
    public Optional<Instant> idleEnd() {
        return Optional.ofNullable(idleEnd);
    }

    @Override
    public void onSuccess(Runnable action) {
        onSuccess.add(action);
    }

    /** Runs the actions that rules have deferred until all of them had let the issuance pass. */
    void succeed() {
        onSuccess.forEach(Runnable::run);
        onSuccess.clear();
    }
}
