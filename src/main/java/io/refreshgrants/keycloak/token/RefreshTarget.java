package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ClientApis;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.ResourcePolicy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For which APIs a refresh gives an access token, and with what scope: the grant's own, or another one that the
 * application's policies name (Auth0's multi-resource refresh tokens). The grant stays what it is either way.
 *
 * @param apis the APIs
 * @param scope what the access token may have, API scopes included
 */
record RefreshTarget(List<Api> apis, Scopes scope) {

    static RefreshTarget of(RegisteredClient client, RefreshTokenFamily family, RefreshRequest request) {
        List<Api> own = own(client.apis(), family);
        Scopes granted = Scopes.parse(family.login().scope()).with(scopes(own));
        List<ResourcePolicy> policies = policies(client);
        Optional<String> another = request.audience()
                .filter(audience -> !audience.equals(family.grant().audience()))
                .filter(audience -> !policies.isEmpty())
                .filter(audience ->
                        request.door() == EntryPoint.AUTH0 || client.apis().isKnown(audience));
        if (another.isPresent()) {
            String audience = another.get();
            ResourcePolicy policy = policy(policies, audience)
                    .orElseThrow(() -> RefreshRefusedException.of(
                            RefreshRefusal.AUDIENCE_NOT_ALLOWED, family, Map.of(EventDetails.AUDIENCE, audience)));
            List<Api> asked = available(client.apis(), family, audience);
            // A scope can mean one thing at one API and another at the next: only what OpenID Connect defines is
            // carried over.
            Scopes others = granted.where(Scopes::isOfOpenId);
            return new RefreshTarget(asked, others.with(scopes(asked)).with(policy.scope()));
        }
        Set<String> more = policy(policies, family.grant().audience())
                .map(ResourcePolicy::scope)
                .orElse(Set.of());
        return new RefreshTarget(own, granted.with(more));
    }

    /** Auth0 has them for first-party applications only, which nobody is asked to consent to. */
    private static List<ResourcePolicy> policies(RegisteredClient client) {
        return client.isConsentRequired() ? List.of() : client.settings().policies();
    }

    private static Optional<ResourcePolicy> policy(List<ResourcePolicy> policies, String audience) {
        return policies.stream()
                .filter(policy -> policy.audience().equals(audience))
                .findFirst();
    }

    private static List<Api> own(ClientApis apis, RefreshTokenFamily family) {
        Set<Api> own = new LinkedHashSet<>();
        family.grant().identifiers().forEach(identifier -> own.addAll(available(apis, family, identifier)));
        return List.copyOf(own);
    }

    private static List<Api> available(ClientApis apis, RefreshTokenFamily family, String identifier) {
        List<Api> found = apis.identifiedBy(identifier);
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
