package io.refreshgrants.keycloak.testing;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives a test class its realm and each test an empty event store; puts the clock back that a test may have moved. */
final class KeycloakExtension
        implements ParameterResolver, BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == DemoRealm.class || type == TestServer.class || type == StockRealm.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == TestServer.class) {
            return TestServer.withJar(context);
        }
        return type == StockRealm.class ? stock(context) : realm(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm(context).events().forget();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (AnnotationSupport.isAnnotated(context.getRequiredTestClass(), AloneOnServer.class)) {
            DemoRealm.at(TestServer.withJar(context).url(), "master").clock().ahead(Duration.ZERO);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.err.println("The server's log is " + TestServer.withJar(context).log());
        throw failure;
    }

    private static DemoRealm realm(ExtensionContext context) {
        return store(context)
                .computeIfAbsent(
                        DemoRealm.class,
                        key -> DemoRealm.forAWhile(
                                TestServer.withJar(context).url(), name(context.getRequiredTestClass())),
                        DemoRealm.class);
    }

    private static StockRealm stock(ExtensionContext context) {
        return store(context)
                .computeIfAbsent(
                        StockRealm.class,
                        key -> StockRealm.create(TestServer.stock(context).url(), name(context.getRequiredTestClass())),
                        StockRealm.class);
    }

    private static String name(Class<?> testClass) {
        return testClass.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The store of the test class, whichever test of it is running. */
    private static ExtensionContext.Store store(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        ExtensionContext ofClass = context;
        while (ofClass.getParent().isPresent()
                && ofClass.getParent()
                        .get()
                        .getTestClass()
                        .filter(testClass::equals)
                        .isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        return ofClass.getStore(ExtensionContext.Namespace.create(KeycloakExtension.class, testClass));
    }
}
