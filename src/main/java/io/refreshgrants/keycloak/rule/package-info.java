/**
 * The rule pipeline: which rules of a realm run for an issuance, in which order, within which time, and what happens
 * when one refuses.
 */
@NullMarked
package io.refreshgrants.keycloak.rule;

import org.jspecify.annotations.NullMarked;
