/**
 * All grants except the refresh: decides what a request gets and finishes its tokens. Replaces Keycloak's code,
 * password and client credentials grants, and post-processes the tokens of all others.
 */
@NullMarked
package io.refreshgrants.keycloak.adapter.issue;

import org.jspecify.annotations.NullMarked;
