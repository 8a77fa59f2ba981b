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
 * Tokens about to be issued to a user, as a rule sees and changes them. A rule cannot widen the scope or audience, or
 * extend a lifetime.
 *
 * @since 26.0
 */
public interface TokenIssuance {

    /** {@return the kind of request that the tokens are issued for} */
    Protocol protocol();

    /** {@return the application that requests the tokens} */
    ClientModel client();

    /** {@return the user that the tokens are issued to} */
    UserModel user();

    /** {@return the user's browser session, or the offline session of a refresh; empty in a trial of a rule} */
    Optional<UserSessionModel> session();

    /** {@return the request, with {@link #api} as its audience} */
    TokenRequest request();

    /** {@return all APIs that the access token is for} */
    List<String> audience();

    /** {@return the API that the rule is asked about; empty when the token is for none} */
    Optional<String> api();

    /** {@return the refresh token in use, on {@link Protocol#REFRESH_TOKEN} only} */
    Optional<RefreshTokenInfo> refreshToken();

    /** {@return the scope of the access token as earlier rules have left it} */
    Set<String> scope();

    /**
     * Narrows the scope of this access token; the refresh token keeps the granted scope. Names that are not in
     * {@link #scope} are ignored, and {@code openid} and {@code offline_access} always stay.
     *
     * @param kept the names to keep
     */
    void narrowScope(Collection<String> kept);

    /** {@return the claims that rules add to the access token} */
    CustomClaims accessToken();

    /** {@return the claims that rules add to the ID token, if there is one; standard claims need their scope} */
    CustomClaims idToken();

    /**
     * Ends the refresh token at a time, regardless of use, unless it ends earlier anyway.
     *
     * @param at the time
     */
    void endRefreshToken(Instant at);

    /**
     * Ends the refresh token at a time unless it is used before, or ends earlier anyway.
     *
     * @param at the time
     */
    void endIdleRefreshToken(Instant at);

    /**
     * Defers an action until all rules have let the issuance pass. It runs in the issuance's transaction, before
     * anything is issued; an exception refuses the issuance.
     *
     * @param action the action
     */
    void onSuccess(Runnable action);
}
