package io.refreshgrants.keycloak.campaign.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the one {@link FaultyCluster}, started when first asked for. */
final class FaultyClusterExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FaultyCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(FaultyClusterExtension.class))
                .computeIfAbsent(FaultyCluster.class, key -> start(), FaultyCluster.class);
    }

    private static FaultyCluster start() {
        try {
            return new FaultyCluster();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
