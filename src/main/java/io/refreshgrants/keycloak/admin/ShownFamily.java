package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.FamilyEnd;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token family as admins see it: one login on one device. Times are epoch milliseconds, as elsewhere in
 * Keycloak's admin REST API.
 *
 * @param created when the user logged in
 * @param lastUsed the last refresh, to a coarse step
 * @param end when the family ends regardless of use; null for never
 * @param idleEnd when it ends unless it is used before; null for never
 * @param tokens how many refresh tokens there have been
 * @param sessionId the offline session that it rests on
 * @param login from where the user logged in
 * @param impersonator the admin who logged in in the user's place; null for the user's own login
 * @param lastUse from where the family was used last
 * @param alive whether its newest refresh token can be used
 * @param ended when it died
 * @param reason why it died: a reason of a revocation, {@code expired} or {@code idle}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownFamily(
        @JsonProperty("id") String id,
        @JsonProperty("scope") String scope,
        @JsonProperty("created") long created,
        @JsonProperty("lastUsed") long lastUsed,
        @JsonProperty("end") @Nullable Long end,
        @JsonProperty("idleEnd") @Nullable Long idleEnd,
        @JsonProperty("rotating") boolean rotating,
        @JsonProperty("tokens") int tokens,
        @JsonProperty("sessionId") String sessionId,
        @JsonProperty("login") ShownDevice login,
        @JsonProperty("impersonator") @Nullable String impersonator,
        @JsonProperty("lastUse") ShownDevice lastUse,
        @JsonProperty("alive") boolean alive,
        @JsonProperty("ended") @Nullable Long ended,
        @JsonProperty("reason") @Nullable String reason) {

    /**
     * A family.
     *
     * @param idleLifetime the application's current setting
     */
    static ShownFamily of(RefreshTokenFamily family, Instant now, Optional<Duration> idleLifetime) {
        Optional<FamilyEnd> death = FamilyEnd.of(family, now, idleLifetime);
        return new ShownFamily(
                family.id(),
                family.login().scope(),
                family.login().at().toEpochMilli(),
                family.lastUse().at().toEpochMilli(),
                family.lifetime().end().map(Instant::toEpochMilli).orElse(null),
                family.idleEnd(idleLifetime).map(Instant::toEpochMilli).orElse(null),
                family.tokens().rotating(),
                family.tokens().count(),
                family.sessionId(),
                ShownDevice.of(family.login().device()),
                family.login().impersonator().orElse(null),
                ShownDevice.of(family.lastUse().device()),
                death.isEmpty(),
                death.map(FamilyEnd::at).map(Instant::toEpochMilli).orElse(null),
                death.map(FamilyEnd::reason).orElse(null));
    }
}
