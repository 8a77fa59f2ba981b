/**
 * Rules and actions written in JavaScript for Auth0, run unmodified: a realm's scripts, their images in the engine, and
 * what follows from their results.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.script;

import org.jspecify.annotations.NullMarked;
