/** Refresh tokens: the first of a family, and the refresh. Replaces Keycloak's refresh token provider and grant. */
@NullMarked
package io.refreshgrants.keycloak.adapter.refresh;

import org.jspecify.annotations.NullMarked;
