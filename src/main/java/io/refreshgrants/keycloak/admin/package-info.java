/** The admin REST API of this extension, {@code /admin/realms/{realm}/refresh-grants}. */
@NullMarked
package io.refreshgrants.keycloak.admin;

import org.jspecify.annotations.NullMarked;
