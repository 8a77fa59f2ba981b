/**
 * Rules and actions written in JavaScript for Auth0, run unmodified: the scripts of a realm, their images in the engine,
 * and what follows from their answers.
 */
@NullMarked
package io.refreshgrants.keycloak.rule.script;

import org.jspecify.annotations.NullMarked;
