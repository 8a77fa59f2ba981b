/**
 * Who computes the signatures of this server: Java, or a native library that an installation adds. The documentation is
 * {@code docs/signing.md}.
 */
@NullMarked
package io.refreshgrants.keycloak.signing;

import org.jspecify.annotations.NullMarked;
