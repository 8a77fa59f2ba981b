/** What may be issued and what may be exchanged: decisions on values, without a line of token building. */
package io.refreshgrants.keycloak.token;
