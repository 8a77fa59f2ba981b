/** The refresh token settings of an application: reading, validating, defaults. */
@NullMarked
package io.refreshgrants.keycloak.settings;

import org.jspecify.annotations.NullMarked;
