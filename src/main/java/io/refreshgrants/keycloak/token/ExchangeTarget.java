package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.ResourcePolicy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * For which APIs an exchange gives an access token, and with what scope: the grant's own, or another one that the
 * application's policies name (Auth0's multi-resource refresh tokens). The grant stays what it is either way.
 *
 * @param apis the APIs
 * @param scope what the access token may have, API scopes included
 */
record ExchangeTarget(List<Api> apis, Scopes scope) {

    static ExchangeTarget of(
            EntryPoint entry,
            ClientModel client,
            RefreshTokenFamily family,
            RefreshTokenSettings settings,
            @Nullable String audience) {
        List<Api> own = own(client, family);
        Scopes granted = Scopes.parse(family.scope()).with(scopes(own));
        boolean mayNameAnother = hasPolicies(client, settings);
        if (audience != null
                && !audience.isBlank()
                && !audience.equals(family.grant().audience())
                && mayNameAnother
                && (entry == EntryPoint.AUTH0 || Apis.isKnown(client.getRealm(), audience))) {
            ResourcePolicy policy = policy(settings, audience)
                    .orElseThrow(() -> RefreshRefusedException.of(
                            RefreshRefusal.AUDIENCE_NOT_ALLOWED, family, Map.of(EventDetails.AUDIENCE, audience)));
            List<Api> asked = available(client, family, audience);
            // A scope can mean one thing at one API and another at the next: only what OpenID Connect defines is
            // carried over.
            Scopes others = granted.where(Scopes::isOfOpenId);
            return new ExchangeTarget(asked, others.with(scopes(asked)).with(policy.scope()));
        }
        Set<String> more = mayNameAnother
                ? policy(settings, family.grant().audience())
                        .map(ResourcePolicy::scope)
                        .orElse(Set.of())
                : Set.of();
        return new ExchangeTarget(own, granted.with(more));
    }

    /** Auth0 has them for first-party applications only, which nobody is asked to consent to. */
    private static boolean hasPolicies(ClientModel client, RefreshTokenSettings settings) {
        return !settings.policies().isEmpty() && !client.isConsentRequired();
    }

    private static Optional<ResourcePolicy> policy(RefreshTokenSettings settings, String audience) {
        return settings.policies().stream()
                .filter(policy -> policy.audience().equals(audience))
                .findFirst();
    }

    private static List<Api> own(ClientModel client, RefreshTokenFamily family) {
        Set<Api> apis = new LinkedHashSet<>();
        family.grant().identifiers().forEach(identifier -> apis.addAll(available(client, family, identifier)));
        return List.copyOf(apis);
    }

    private static List<Api> available(ClientModel client, RefreshTokenFamily family, String identifier) {
        List<Api> found = Apis.of(client, identifier);
        if (found.isEmpty()) {
            throw RefreshRefusedException.of(
                    RefreshRefusal.API_NOT_AVAILABLE, family, Map.of(EventDetails.AUDIENCE, identifier));
        }
        return found;
    }

    /** Under their present names, which an admin may have changed since the login. */
    private static Collection<String> scopes(List<Api> apis) {
        return apis.stream().map(Api::scope).toList();
    }

    Issuance issuance() {
        return new Issuance(apis, true, Optional.empty());
    }

    Scopes narrowed(Scopes requested) {
        Scopes part = scope.where(requested::contains);
        return part.isEmpty() ? scope : part.with(scopes(apis));
    }
}
