/**
 * Grants other than the refresh: decides what a request may be given, and finishes its tokens. Replaces Keycloak's
 * grants for codes, passwords and client credentials, and stands after all others.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.issue;

import org.jspecify.annotations.NullMarked;
