package io.refreshgrants.keycloak.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a method answers with that returns a response with headers: the description of the API is made from it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Answers {

    /** The type of the body. */
    Class<?> value();

    /** The status. */
    int status() default 200;
}
