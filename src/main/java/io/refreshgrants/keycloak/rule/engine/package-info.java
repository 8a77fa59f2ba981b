/**
 * A sandbox for JavaScript: QuickJS in a WebAssembly instance, its memory, time limits and turns. It knows nothing of
 * rules or Auth0.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.engine;

import org.jspecify.annotations.NullMarked;
