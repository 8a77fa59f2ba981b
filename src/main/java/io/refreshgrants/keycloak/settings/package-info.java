/** The refresh token settings of an application: reading, validating, defaults. */
package io.refreshgrants.keycloak.settings;
