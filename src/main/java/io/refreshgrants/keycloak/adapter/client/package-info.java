/**
 * Clients: how they authenticate, register, and what their settings may be.
 */
package io.refreshgrants.keycloak.adapter.client;
