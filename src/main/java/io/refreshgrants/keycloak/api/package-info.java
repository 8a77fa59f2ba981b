/** The API (resource server) an application asks for with {@code audience}, and where a realm keeps it. */
package io.refreshgrants.keycloak.api;
