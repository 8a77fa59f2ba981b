package io.refreshgrants.keycloak.campaign.compatibility;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Whether the classes of the jar fit those of a server. Java looks up what code refers to when the code first runs; here it is
 * looked up at once, with the rules and the rights of the class that the code is in.
 */
final class Linkage {

    /** Annotations for analysers and compilers, which neither the jar nor a server has. */
    private static final List<String> NOT_FOR_RUN_TIME =
            List.of("org/jspecify/", "io/refreshgrants/keycloak/shaded/endive/annotations/");

    private final ClassLoader loader;
    private final Set<String> problems = new TreeSet<>();

    private Linkage(ClassLoader loader) {
        this.loader = loader;
    }

    /** What does not load, or refers to something that is not there. */
    static Set<String> problems(ShippedJar jar, Distribution keycloak) throws IOException {
        try (URLClassLoader loader = jar.on(keycloak)) {
            Linkage linkage = new Linkage(loader);
            for (Map.Entry<String, byte[]> type : jar.classes().entrySet()) {
                linkage.link(type.getKey(), type.getValue());
            }
            return linkage.problems;
        }
    }

    private void link(String name, byte[] bytecode) {
        try {
            // Java verifies its code then, and refuses it if it overrides a final method or extends a final class.
            Class<?> type = Class.forName(name, true, loader);
            checkThatNothingIsAbstract(type);
            References references = References.of(bytecode);
            references.types().forEach(other -> checkType(name, other));
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            references.members().forEach(member -> checkMember(lookup, member));
        } catch (ReflectiveOperationException | LinkageError e) {
            problems.add(name + ": " + e);
        }
    }

    /** A method that an interface or a class of Keycloak has gained, say. */
    private void checkThatNothingIsAbstract(Class<?> type) {
        if (!Modifier.isAbstract(type.getModifiers())) {
            for (Method method : type.getMethods()) {
                if (Modifier.isAbstract(method.getModifiers())) {
                    problems.add(type.getName() + " does not implement " + method);
                }
            }
        }
    }

    private void checkType(String name, String other) {
        try {
            if (NOT_FOR_RUN_TIME.stream().noneMatch(other::startsWith)) {
                type(other);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            problems.add(name + ": " + e);
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name.replace('/', '.'), false, loader);
    }

    private void checkMember(MethodHandles.Lookup from, Handle member) {
        try {
            find(from, member);
        } catch (ReflectiveOperationException | LinkageError e) {
            problems.add(from.lookupClass().getName() + ": " + member.getOwner() + "." + member.getName()
                    + member.getDesc() + ": " + e);
        }
    }

    private void find(MethodHandles.Lookup from, Handle member) throws ReflectiveOperationException {
        Class<?> owner = type(member.getOwner());
        String name = member.getName();
        if (owner.getClassLoader() != loader) {
            return; // Java's own, which the compiler has looked up.
        }
        if (member.getDesc().startsWith("(")) {
            if (owner.isInterface() != member.isInterface()) {
                throw new IncompatibleClassChangeError("an interface on one side only");
            }
            MethodType type = MethodType.fromMethodDescriptorString(member.getDesc(), loader);
            switch (member.getTag()) {
                case Opcodes.H_INVOKESTATIC -> from.findStatic(owner, name, type);
                case Opcodes.H_NEWINVOKESPECIAL -> findConstructor(from, owner, type);
                case Opcodes.H_INVOKESPECIAL -> from.findSpecial(owner, name, type, from.lookupClass());
                default -> from.findVirtual(owner, name, type);
            }
        } else {
            Class<?> type = MethodType.fromMethodDescriptorString("()" + member.getDesc(), loader)
                    .returnType();
            if (member.getTag() == Opcodes.H_GETSTATIC) {
                from.findStaticGetter(owner, name, type);
            } else {
                from.findGetter(owner, name, type);
            }
        }
    }

    /** The one of the superclass may be protected, and is for the constructor of the class then. */
    private static void findConstructor(MethodHandles.Lookup from, Class<?> owner, MethodType type)
            throws ReflectiveOperationException {
        boolean ofSuperclass = owner == from.lookupClass().getSuperclass();
        if (!ofSuperclass
                || !Modifier.isProtected(
                        owner.getDeclaredConstructor(type.parameterArray()).getModifiers())) {
            from.findConstructor(owner, type);
        }
    }
}
