package io.refreshgrants.keycloak.rule.spi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Tokens about to be issued to a user, as a rule sees and changes them. Nothing here can widen the scope, the audience or
 * a lifetime.
 */
public final class TokenIssue {

    /** Stay whatever a rule says: they tell of the protocol, not of rights at an API. */
    private static final Set<String> PROTOCOL_SCOPES = Set.of("openid", "offline_access");

    private final Protocol protocol;
    private final Parties parties;
    private final TokenRequest request;
    private final List<String> audience;
    private final Optional<RefreshTokenInfo> refreshToken;
    private final CustomClaims accessToken = new CustomClaims();
    private final CustomClaims idToken = new CustomClaims();
    private final List<Runnable> onSuccess = new ArrayList<>();
    private String api;
    private Set<String> scope;
    private Instant end;
    private Instant idleEnd;

    /**
     * Who is concerned.
     *
     * @param session the user's browser session, or the offline one that stands for it; empty when a rule is only tried
     */
    public record Parties(ClientModel client, UserModel user, Optional<UserSessionModel> session) {

        public Parties {
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(user, "user");
        }
    }

    /**
     * An issue as it stands before any rule.
     *
     * @param audience the APIs the access token is for
     * @param scope the scope of the access token
     * @param refreshToken the refresh token that is exchanged, on {@link Protocol#REFRESH_TOKEN} only
     */
    public TokenIssue(
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

    public Protocol protocol() {
        return protocol;
    }

    public ClientModel client() {
        return parties.client();
    }

    public UserModel user() {
        return parties.user();
    }

    public Optional<UserSessionModel> session() {
        return parties.session();
    }

    /** The request, with {@link #api} as its audience. */
    public TokenRequest request() {
        return api == null ? request : request.forApi(protocol, api);
    }

    /** All APIs the access token is for. */
    public List<String> audience() {
        return audience;
    }

    /** The API that a rule is asked about; empty when the token is for none. */
    public Optional<String> api() {
        return Optional.ofNullable(api);
    }

    /**
     * Does something for each API the token is for, or once when it is for none: a rule that guards one of several APIs has
     * to be asked about it.
     */
    public void forEachApi(Runnable question) {
        for (String identifier : audience) {
            api = identifier;
            question.run();
        }
        if (audience.isEmpty()) {
            question.run();
        }
    }

    public Optional<RefreshTokenInfo> refreshToken() {
        return refreshToken;
    }

    /** The scope of the access token as far as rules have left it. */
    public Set<String> scope() {
        return Collections.unmodifiableSet(scope);
    }

    /**
     * Narrows the scope of this access token (a refresh token keeps what was granted). What is not in {@link #scope} is not
     * added; {@code openid} and {@code offline_access} stay.
     */
    public void narrowScope(Collection<String> kept) {
        Set<String> narrowed = new LinkedHashSet<>(scope);
        narrowed.removeIf(name -> !kept.contains(name) && !PROTOCOL_SCOPES.contains(name));
        scope = narrowed;
    }

    /** Claims to add to the access token. */
    public CustomClaims accessToken() {
        return accessToken;
    }

    /** Claims to add to the ID token, if there is one. Claims of OpenID Connect's scopes need that scope. */
    public CustomClaims idToken() {
        return idToken;
    }

    /** Ends the refresh token at a time, however it is used, unless it ends earlier anyway. */
    public void endRefreshToken(Instant at) {
        end = earlier(end, at);
    }

    /** Ends the refresh token at a time if it is not used before, unless it ends earlier anyway. */
    public void endIdleRefreshToken(Instant at) {
        idleEnd = earlier(idleEnd, at);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /** When rules end the refresh token; empty when they leave that to the application's settings. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    /** When rules end the refresh token if it is not used before. */
    public Optional<Instant> idleEnd() {
        return Optional.ofNullable(idleEnd);
    }

    /** Does something when all rules have let the issue pass, in its transaction, before anything is issued. */
    public void onSuccess(Runnable action) {
        onSuccess.add(action);
    }

    /** Does what rules have put off until they have all let the issue pass. */
    public void succeed() {
        onSuccess.forEach(Runnable::run);
        onSuccess.clear();
    }
}
