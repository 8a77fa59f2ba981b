/** What factories of providers have in common, whatever they provide. */
@NullMarked
package io.refreshgrants.keycloak.provider;

import org.jspecify.annotations.NullMarked;
