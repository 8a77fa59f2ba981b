package io.refreshgrants.keycloak.rule.spi;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Tokens about to be issued to a user, as a rule sees and changes them. A rule cannot widen the scope, the audience or a
 * lifetime.
 *
 * @since 26.0
 */
public interface TokenIssuance {

    /** {@return by which request the tokens are issued} */
    Protocol protocol();

    /** {@return the application that asks for the tokens} */
    ClientModel client();

    /** {@return the user whose tokens they are} */
    UserModel user();

    /** {@return the user's browser session, or the offline session of a refresh; empty when a rule is only tried} */
    Optional<UserSessionModel> session();

    /** {@return the request, with {@link #api} as its audience} */
    TokenRequest request();

    /** {@return all APIs the access token is for} */
    List<String> audience();

    /** {@return the API that the rule is asked about; empty when the token is for none} */
    Optional<String> api();

    /** {@return the refresh token that is exchanged, on {@link Protocol#REFRESH_TOKEN} only} */
    Optional<RefreshTokenInfo> refreshToken();

    /** {@return the scope of the access token as far as rules have left it} */
    Set<String> scope();

    /**
     * Narrows the scope of this access token; a refresh token keeps what was granted. What is not in {@link #scope} is not
     * added, and {@code openid} and {@code offline_access} stay.
     *
     * @param kept the names that stay
     */
    void narrowScope(Collection<String> kept);

    /** {@return the claims that rules add to the access token} */
    CustomClaims accessToken();

    /** {@return the claims that rules add to the ID token, if there is one; claims of OpenID Connect's scopes need that scope} */
    CustomClaims idToken();

    /**
     * Ends the refresh token at a time, however it is used, unless it ends earlier anyway.
     *
     * @param at the time
     */
    void endRefreshToken(Instant at);

    /**
     * Ends the refresh token at a time if it is not used before, unless it ends earlier anyway.
     *
     * @param at the time
     */
    void endIdleRefreshToken(Instant at);

    /**
     * Puts an action off until all rules have let the issuance pass. It runs in the transaction of the issuance, before
     * anything is issued; an exception refuses.
     *
     * @param action what to do
     */
    void onSuccess(Runnable action);
}
