/** The API (resource server) an application asks for with {@code audience}, and where a realm keeps it. */
@NullMarked
package io.refreshgrants.keycloak.api;

import org.jspecify.annotations.NullMarked;
