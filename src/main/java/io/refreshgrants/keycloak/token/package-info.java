/** What may be issued and what may be refreshed: decisions on values, tested without a server. */
@NullMarked
package io.refreshgrants.keycloak.token;

import org.jspecify.annotations.NullMarked;
