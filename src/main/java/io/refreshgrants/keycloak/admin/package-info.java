/** What an admin asks of this extension beyond Keycloak's own admin REST: {@code /admin/realms/{realm}/refresh-grants}. */
@NullMarked
package io.refreshgrants.keycloak.admin;

import org.jspecify.annotations.NullMarked;
