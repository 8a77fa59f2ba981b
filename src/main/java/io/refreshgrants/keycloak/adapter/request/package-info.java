/**
 * The state of one request: what its parts share, and how it is refused. Every other room of the adapter may use this
 * one; it uses none of them.
 *
 * <p>Keycloak calls our parts one by one. {@link io.refreshgrants.keycloak.adapter.request.RequestState} connects them.
 * Each stage is set once, and reading one too early fails:
 * <table>
 * <caption>Stages</caption>
 * <tr><th>stage</th><th>set by</th><th>read by</th></tr>
 * <tr><td>resource</td><td>{@code auth0.Auth0Path}, {@code AdminResourceFactory}</td><td>{@code RoutedResourceErrorHandler}</td></tr>
 * <tr><td>entry point</td><td>{@code KeycloakEndpoints}</td><td>every part that words an answer or asks whether a
 * request is managed</td></tr>
 * <tr><td>code</td><td>{@code AuthorizationCodeGrant}</td><td>{@code FamilyOpening}</td></tr>
 * <tr><td>managed response, its issuance</td><td>the grants, {@code RuleAwareLoginProtocol}, {@code FirstToken},
 * {@code Refresh}, {@code ManagedTokenPostProcessor} for grants that make no refresh token</td><td>all below</td></tr>
 * <tr><td>response builder</td><td>the grants, {@code FirstToken}, {@code Refresh}</td><td>the response
 * itself</td></tr>
 * <tr><td>browser session, refresh token due</td><td>{@code FirstToken}, {@code Refresh}</td><td>the response itself,
 * {@code TokenRules}</td></tr>
 * <tr><td>result of rules</td><td>{@code TokenRules}</td><td>{@code FamilyOpening}, {@code Refresh},
 * {@code KeptClaims}, the response itself</td></tr>
 * <tr><td>token lifetime</td><td>{@code ManagedTokenPostProcessor}</td><td>the response itself</td></tr>
 * <tr><td>answer without refresh token</td><td>{@code FirstToken}</td><td>{@code ManagedTokenPostProcessor}</td></tr>
 * </table>
 *
 * <p>In addition, {@code FormRequest} replaces Keycloak's request where a body is translated.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.request;

import org.jspecify.annotations.NullMarked;
