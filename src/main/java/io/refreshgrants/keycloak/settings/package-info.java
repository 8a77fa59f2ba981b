/**
 * Settings of applications and realms: typed keys, each with all that is known of a setting, and reading by them.
 * {@code ClientSettings} and {@code RealmSettings} are where a new setting is added.
 */
@NullMarked
package io.refreshgrants.keycloak.settings;

import org.jspecify.annotations.NullMarked;
