package io.refreshgrants.keycloak.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test a {@link Succession} on an empty database, and ends its last server. */
public final class SuccessionExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Succession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(SuccessionExtension.class))
                .computeIfAbsent(
                        Succession.class, key -> Succession.begin((Processes) Platform.of(context)), Succession.class);
    }
}
