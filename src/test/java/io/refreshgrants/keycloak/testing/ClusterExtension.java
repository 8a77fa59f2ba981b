package io.refreshgrants.keycloak.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test a {@link Cluster}, started when first asked for. */
final class ClusterExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ClusterExtension.class))
                .computeIfAbsent(Cluster.class, key -> cluster(context), Cluster.class);
    }

    private static Cluster cluster(ExtensionContext context) {
        DemoRealm first = DemoRealm.forAWhile(TestServer.node(context, 1).url(), "cluster");
        return new Cluster(first, first.on(TestServer.node(context, 2).url()));
    }
}
