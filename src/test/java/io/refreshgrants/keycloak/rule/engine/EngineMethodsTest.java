package io.refreshgrants.keycloak.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class EngineMethodsTest {

    /** HotSpot's HugeMethodLimit, in bytes: it interprets larger ones for ever. */
    private static final int HUGE = 8_000;

    @Test
    void hotSpotCompilesEveryMethodOfTheEngine() throws IOException {
        ClassNode engine = new ClassNode();
        try (InputStream code =
                JavyPluginModule.class.getResourceAsStream("JavyPluginModuleMachineFuncGroup_0.class")) {
            new ClassReader(code).accept(engine, 0);
        }

        List<MethodNode> huge =
                engine.methods.stream().filter(method -> size(method) > HUGE).toList();

        assertThat(engine.methods).hasSizeGreaterThan(1_000);
        assertThat(huge).extracting(method -> method.name).isEmpty();
    }

    private static int size(MethodNode method) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        method.accept(evaluator);
        return evaluator.getMaxSize();
    }
}
