package io.refreshgrants.keycloak.campaign.compatibility;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** What the bytecode of a class refers to: types, and the methods and fields that its code uses. */
final class References extends ClassVisitor {

    private final Set<String> types = new TreeSet<>();
    private final Set<Handle> members = new LinkedHashSet<>();

    private References() {
        super(Opcodes.ASM9);
    }

    static References of(byte[] bytecode) {
        References references = new References();
        Remapper listener = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String type) {
                references.types.add(type);
                return type;
            }
        };
        new ClassReader(bytecode).accept(new ClassRemapper(references, listener), ClassReader.SKIP_DEBUG);
        return references;
    }

    /** The names of the types, as bytecode has them. */
    Set<String> types() {
        return types;
    }

    Set<Handle> members() {
        return members;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String method, String descriptor, boolean ofInterface) {
                add(new Handle(tag(opcode, method), owner, method, descriptor, ofInterface));
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
                add(new Handle(tag(opcode, field), owner, field, descriptor, false));
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String method, String descriptor, Handle bootstrap, Object... arguments) {
                Stream.concat(Stream.of(bootstrap), Stream.of(arguments))
                        .filter(Handle.class::isInstance)
                        .forEach(handle -> add((Handle) handle));
            }
        };
    }

    /** Methods of arrays are those that every object has. */
    private void add(Handle member) {
        if (!member.getOwner().startsWith("[")) {
            members.add(member);
        }
    }

    private static int tag(int opcode, String name) {
        return switch (opcode) {
            case Opcodes.INVOKEVIRTUAL -> Opcodes.H_INVOKEVIRTUAL;
            case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
            case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
            case Opcodes.INVOKESPECIAL -> name.equals("<init>") ? Opcodes.H_NEWINVOKESPECIAL : Opcodes.H_INVOKESPECIAL;
            case Opcodes.GETSTATIC, Opcodes.PUTSTATIC -> Opcodes.H_GETSTATIC;
            default -> Opcodes.H_GETFIELD;
        };
    }
}
