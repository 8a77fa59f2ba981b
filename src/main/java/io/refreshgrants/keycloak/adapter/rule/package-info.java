/** Runs a realm's rules where Keycloak makes tokens: collects the request that rules see, and writes their claims. */
@NullMarked
package io.refreshgrants.keycloak.adapter.rule;

import org.jspecify.annotations.NullMarked;
