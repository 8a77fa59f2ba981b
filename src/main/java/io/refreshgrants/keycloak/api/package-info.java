/** APIs (resource servers), which applications name by {@code audience}, and where a realm stores them. */
@NullMarked
package io.refreshgrants.keycloak.api;

import org.jspecify.annotations.NullMarked;
