package io.refreshgrants.keycloak.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameters that a method takes from the query: the description of the API is made from it. They are no arguments of
 * the method, because JAX-RS passes an empty value as none: an empty {@code audience} would revoke every audience.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Query {

    /** The names. */
    String[] value();
}
