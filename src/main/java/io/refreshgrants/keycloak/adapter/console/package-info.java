/** Brings our pages into Keycloak's admin console: chooses the theme that has them. The pages themselves are in {@code themes}. */
@NullMarked
package io.refreshgrants.keycloak.adapter.console;

import org.jspecify.annotations.NullMarked;
