/** What may be issued and what may be exchanged: decisions on values, without a line of token building. */
@NullMarked
package io.refreshgrants.keycloak.token;

import org.jspecify.annotations.NullMarked;
