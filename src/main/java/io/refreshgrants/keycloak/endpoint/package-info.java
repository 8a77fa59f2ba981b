/** Auth0's paths: they translate a request to what Keycloak takes, and its answer to what Auth0's SDKs expect. */
package io.refreshgrants.keycloak.endpoint;
