/** Keycloak's required actions that sign out from other devices: they spare the families of the device they run on. */
@NullMarked
package io.refreshgrants.keycloak.adapter.logout;

import org.jspecify.annotations.NullMarked;
