/**
 * Rules and actions written in JavaScript for Auth0, run unmodified in a sandbox: QuickJS in a WebAssembly instance, which
 * reaches nothing but its own memory and what it is handed here.
 */
package io.refreshgrants.keycloak.rule.script;
