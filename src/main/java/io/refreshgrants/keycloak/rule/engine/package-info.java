/**
 * A sandbox for JavaScript: QuickJS in a WebAssembly instance, its memory, its time and its turns. It knows nothing of
 * rules, and nothing of Auth0.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.engine;

import org.jspecify.annotations.NullMarked;
