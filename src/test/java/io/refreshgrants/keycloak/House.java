package io.refreshgrants.keycloak;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** The packages as rooms of a house, each with those that it may ask: a room asks only those below it. */
final class House {

    static final String ROOT = "io.refreshgrants.keycloak.";

    /** The rooms from the top of the house to its bottom, and which others each may ask. */
    static final List<Room> ROOMS = List.of(
            room("auth0.token", "auth0", "auth0.error", "adapter", "adapter.request", "token", "metrics"),
            room(
                    "auth0.browser",
                    "auth0",
                    "adapter",
                    "auth0.error",
                    "adapter.logout",
                    "adapter.request",
                    "tenant",
                    "token",
                    "settings",
                    "adapter.tenant"),
            room(
                    "auth0.management",
                    "auth0",
                    "adapter.admin",
                    "adapter.request",
                    "adapter.tenant",
                    "administration",
                    "rule",
                    "rule.spi",
                    "grant",
                    "settings",
                    "api",
                    "token"),
            room("auth0", "auth0.error", "adapter.request", "tenant", "adapter.tenant", "metrics", "provider"),
            room("auth0.error", "adapter.request", "token"),
            room(
                    "adapter",
                    "adapter.authorize",
                    "adapter.revoke",
                    "adapter.request",
                    "token",
                    "adapter.introspect",
                    "adapter.logout"),
            room("adapter.admin", "adapter.request", "admin", "administration", "adapter.tenant", "token", "grant"),
            room("adapter.console", "provider"),
            room("adapter.client", "adapter.request", "settings", "token", "tenant", "provider"),
            room(
                    "adapter.authorize",
                    "adapter.introspect",
                    "adapter.revoke",
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "api",
                    "rule.spi",
                    "adapter.tenant",
                    "tenant",
                    "provider"),
            room(
                    "adapter.introspect",
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "grant",
                    "api",
                    "settings",
                    "adapter.tenant",
                    "provider"),
            room("adapter.revoke", "adapter.request", "token", "revocation", "grant"),
            room(
                    "adapter.refresh",
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "revocation",
                    "throttle",
                    "grant",
                    "rule",
                    "api",
                    "settings",
                    "metrics",
                    "provider"),
            room("adapter.logout", "grant", "adapter.issue", "adapter.request", "provider"),
            room(
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "revocation",
                    "grant",
                    "api",
                    "settings",
                    "adapter.tenant",
                    "administration",
                    "tenant",
                    "provider"),
            room(
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "revocation",
                    "rule",
                    "rule.spi",
                    "grant",
                    "api",
                    "metrics",
                    "settings",
                    "organization",
                    "provider"),
            room("adapter.tenant", "tenant", "token", "adapter.request", "provider"),
            room("adapter.request", "token", "grant", "rule", "api", "settings", "tenant", "organization"),
            room(
                    "admin",
                    "administration",
                    "revocation",
                    "token",
                    "rule",
                    "rule.spi",
                    "grant",
                    "tenant",
                    "settings",
                    "api"),
            room("administration", "revocation", "token", "rule", "rule.spi", "grant", "tenant", "settings", "api"),
            room("revocation", "token", "grant", "settings", "metrics", "provider"),
            room("token", "grant", "api", "settings"),
            room("throttle", "settings"),
            room("signing", "settings"),
            room("rule.script", "rule.contract", "rule.engine", "rule", "rule.spi", "settings", "metrics"),
            room("rule.contract", "rule.engine", "rule", "rule.spi", "organization"),
            room("rule.engine", "metrics"),
            room("rule", "rule.spi", "metrics"),
            room("rule.spi"),
            room("grant.jpa", "grant", "settings", "metrics", "provider"),
            room("grant"),
            room("tenant", "metrics"),
            room("organization"),
            room("api", "settings", "metrics", "provider"),
            room("settings", "metrics"),
            room("metrics"),
            room("provider"));

    /**
     * A package.
     *
     * @param name without the root
     * @param below the packages that it may ask
     */
    record Room(String name, List<String> below) {

        DescribedPredicate<JavaClass> classes() {
            return JavaClass.Predicates.resideInAPackage(ROOT + name);
        }

        DescribedPredicate<JavaClass> forbidden() {
            DescribedPredicate<JavaClass> forbidden =
                    JavaClass.Predicates.resideInAPackage("io.refreshgrants..").and(DescribedPredicate.not(classes()));
            for (String other : below) {
                forbidden = forbidden.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + other)));
            }
            return forbidden.as("a class of a room that is not below " + name);
        }
    }

    private House() {}

    private static Room room(String name, String... below) {
        return new Room(name, List.of(below));
    }
}
