package io.refreshgrants.build;

import static org.objectweb.asm.Opcodes.*;

import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The local variables of a split method: fields of one object, which all its parts are given. */
final class Locals {

    private static final String RESULT = "result";

    private final String name;
    private final SortedMap<Integer, Type> types = new TreeMap<>();
    private final Type result;

    /**
     * Reads what a method keeps where.
     *
     * @throws IllegalStateException when it keeps values of two types in one place, or references
     */
    Locals(String name, MethodNode method) {
        this.name = name;
        this.result = Type.getReturnType(method.desc);
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof VarInsnNode variable && !isReference(variable.getOpcode())) {
                note(variable.var, type(variable.getOpcode()));
            } else if (instruction instanceof IincInsnNode increment) {
                note(increment.var, Type.INT_TYPE);
            } else if (instruction.getOpcode() == ASTORE) {
                throw new IllegalStateException("A reference is kept in " + method.name);
            }
        }
    }

    private void note(int place, Type type) {
        Type other = types.put(place, type);
        if (other != null && !other.equals(type)) {
            throw new IllegalStateException("Two types in one place of " + name);
        }
    }

    static boolean isReference(int opcode) {
        return opcode == ALOAD || opcode == ASTORE;
    }

    private static boolean isLoad(int opcode) {
        return opcode <= ALOAD;
    }

    private static Type type(int opcode) {
        return switch (opcode) {
            case ILOAD, ISTORE -> Type.INT_TYPE;
            case LLOAD, LSTORE -> Type.LONG_TYPE;
            case FLOAD, FSTORE -> Type.FLOAT_TYPE;
            case DLOAD, DSTORE -> Type.DOUBLE_TYPE;
            default -> throw new IllegalStateException("An unknown kind of variable: " + opcode);
        };
    }

    String name() {
        return name;
    }

    /** Whether a place holds one of the values of the method that its parts share. */
    boolean has(int place) {
        return types.containsKey(place);
    }

    /** Reads or writes a variable, with the object in the given local variable. */
    InsnList access(VarInsnNode variable, int object) {
        InsnList code = new InsnList();
        Type type = types.get(variable.var);
        code.add(new VarInsnNode(ALOAD, object));
        if (isLoad(variable.getOpcode())) {
            code.add(field(GETFIELD, variable.var, type));
        } else {
            swap(code, type);
            code.add(field(PUTFIELD, variable.var, type));
        }
        return code;
    }

    InsnList increment(IincInsnNode increment, int object) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(ALOAD, object));
        code.add(new InsnNode(DUP));
        code.add(field(GETFIELD, increment.var, Type.INT_TYPE));
        code.add(new LdcInsnNode(increment.incr));
        code.add(new InsnNode(IADD));
        code.add(field(PUTFIELD, increment.var, Type.INT_TYPE));
        return code;
    }

    /** Keeps the value on the stack as the method's result. */
    InsnList keepResult(int object) {
        InsnList code = new InsnList();
        if (result != Type.VOID_TYPE) {
            code.add(new VarInsnNode(ALOAD, object));
            swap(code, result);
            code.add(new FieldInsnNode(PUTFIELD, name, RESULT, result.getDescriptor()));
        }
        return code;
    }

    InsnList returnResult(int object) {
        InsnList code = new InsnList();
        if (result != Type.VOID_TYPE) {
            code.add(new VarInsnNode(ALOAD, object));
            code.add(new FieldInsnNode(GETFIELD, name, RESULT, result.getDescriptor()));
        }
        code.add(new InsnNode(result.getOpcode(IRETURN)));
        return code;
    }

    private static void swap(InsnList code, Type below) {
        if (below.getSize() == 1) {
            code.add(new InsnNode(SWAP));
        } else {
            code.add(new InsnNode(DUP_X2));
            code.add(new InsnNode(POP));
        }
    }

    private FieldInsnNode field(int opcode, int place, Type type) {
        return new FieldInsnNode(opcode, name, "v" + place, type.getDescriptor());
    }

    ClassNode toClass(int version) {
        ClassNode type = new ClassNode();
        type.visit(version, ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC, name, null, "java/lang/Object", null);
        types.forEach(
                (place, kind) -> type.fields.add(new FieldNode(0, "v" + place, kind.getDescriptor(), null, null)));
        if (result != Type.VOID_TYPE) {
            type.fields.add(new FieldNode(0, RESULT, result.getDescriptor(), null, null));
        }
        MethodNode constructor = new MethodNode(0, "<init>", "()V", null, null);
        constructor.instructions.add(new VarInsnNode(ALOAD, 0));
        constructor.instructions.add(new MethodInsnNode(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false));
        constructor.instructions.add(new InsnNode(Opcodes.RETURN));
        type.methods.add(constructor);
        return type;
    }
}
