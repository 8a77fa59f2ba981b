/**
 * Clients: how they authenticate, register, and what their settings may be.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.client;

import org.jspecify.annotations.NullMarked;
