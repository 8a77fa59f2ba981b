package io.refreshgrants.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Splits the methods of a library that are too large for HotSpot to compile: it only interprets one of more than 8,000 bytes
 * ({@code HugeMethodLimit}). The loop in which QuickJS interprets scripts is one of 57 KB, which made rules several times
 * slower. What the methods do stays the same.
 */
public final class SplitHugeMethods {

    static final int HUGE = 8_000;

    private SplitHugeMethods() {}

    /**
     * Writes the classes that have huge methods without them.
     *
     * @param arguments the library's jar, the folder in it, where to write
     */
    public static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments[2]);
        int split = 0;
        try (ZipFile jar = new ZipFile(arguments[0])) {
            for (ZipEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(arguments[1]) && entry.getName().endsWith(".class")) {
                    try (InputStream stream = jar.getInputStream(entry)) {
                        split += split(stream, target);
                    }
                }
            }
        }
        if (split == 0) {
            throw new IllegalStateException("No huge method: has the library changed?");
        }
        System.out.println("Split " + split + " methods");
    }

    private static int split(InputStream stream, Path target) throws Exception {
        ClassNode type = new ClassNode();
        new ClassReader(stream).accept(type, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        List<MethodNode> huge =
                type.methods.stream().filter(method -> size(method) > HUGE).toList();
        for (MethodNode method : huge) {
            SplitMethod split = new SplitMethod(type.name, type.version, method);
            type.methods.set(type.methods.indexOf(method), split.entry());
            type.methods.addAll(split.parts());
            write(split.locals(), target);
        }
        if (!huge.isEmpty()) {
            write(type, target);
        }
        return huge.size();
    }

    static int size(MethodNode method) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        method.accept(evaluator);
        return evaluator.getMaxSize();
    }

    private static void write(ClassNode type, Path target) throws IOException {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String one, String other) {
                return "java/lang/Object"; // The classes are not there to be asked.
            }
        };
        type.accept(writer);
        Path file = target.resolve(type.name + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, writer.toByteArray());
    }
}
