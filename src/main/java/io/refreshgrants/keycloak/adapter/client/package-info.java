/** Clients: authentication, registration, and validation of their settings. */
@NullMarked
package io.refreshgrants.keycloak.adapter.client;

import org.jspecify.annotations.NullMarked;
