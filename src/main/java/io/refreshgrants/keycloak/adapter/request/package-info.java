/**
 * The state of one request: what our parts of it must know of each other, and how it is refused. Every other room of the
 * adapter may ask this one, and it asks none of them.
 */
package io.refreshgrants.keycloak.adapter.request;
