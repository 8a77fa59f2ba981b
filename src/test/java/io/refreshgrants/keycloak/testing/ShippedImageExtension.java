package io.refreshgrants.keycloak.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the demo realm on a container of the image as others run it, without the providers of the tests. */
public final class ShippedImageExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DemoRealm.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ShippedImageExtension.class))
                .computeIfAbsent(
                        DemoRealm.class,
                        key -> DemoRealm.create(TestServer.asShipped(context).url(), "shipped"),
                        DemoRealm.class);
    }
}
