package io.refreshgrants.build;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/** A static method as several: parts, and what goes from one to the next. */
final class SplitMethod {

    private final String owner;
    private final int version;
    private final MethodNode method;
    private final Locals locals;
    private final Places places;

    /**
     * Splits a method.
     *
     * @throws IllegalStateException when it is not of the kind that WebAssembly becomes
     */
    SplitMethod(String owner, int version, MethodNode method) throws AnalyzerException {
        if (!method.tryCatchBlocks.isEmpty() || (method.access & ACC_STATIC) == 0) {
            throw new IllegalStateException(method.name + " is not of the kind that can be split");
        }
        this.owner = owner;
        this.version = version;
        this.method = method;
        this.locals = new Locals(owner + "_" + method.name, method);
        this.places = new Places(method, new Cuts(owner, method));
    }

    ClassNode locals() {
        return locals.toClass(version);
    }

    List<MethodNode> parts() {
        List<MethodNode> parts = new ArrayList<>();
        for (int number = 0; number < places.parts(); number++) {
            MethodNode part =
                    new MethodNode(ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, name(number), descriptor(), null, null);
            new Part(method, locals, places, number).writeTo(part.instructions);
            int size = SplitHugeMethods.size(part);
            if (size > SplitHugeMethods.HUGE) {
                throw new IllegalStateException(part.name + " is still of " + size + " bytes");
            }
            parts.add(part);
        }
        return parts;
    }

    /** What stands in the method's place: it takes its parameters, and goes from part to part. */
    MethodNode entry() {
        MethodNode entry = new MethodNode(method.access, method.name, method.desc, null, null);
        InsnList code = entry.instructions;
        int object = (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - 1; // Without a this.
        keepParameters(code, object);
        int at = object + 1;
        LabelNode loop = new LabelNode();
        LabelNode end = new LabelNode();
        LabelNode[] calls = new LabelNode[places.parts()];
        code.add(new InsnNode(ICONST_0));
        code.add(new VarInsnNode(ISTORE, at));
        code.add(loop);
        code.add(new VarInsnNode(ILOAD, at));
        code.add(new LdcInsnNode(Places.IN_A_PART));
        code.add(new InsnNode(IDIV));
        for (int part = 0; part < calls.length; part++) {
            calls[part] = new LabelNode();
        }
        code.add(new TableSwitchInsnNode(0, calls.length - 1, end, calls));
        for (int part = 0; part < calls.length; part++) {
            code.add(calls[part]);
            call(code, part, object, at);
            code.add(new InsnNode(DUP));
            code.add(new VarInsnNode(ISTORE, at));
            code.add(new JumpInsnNode(IFGE, loop));
            code.add(new JumpInsnNode(GOTO, end));
        }
        code.add(end);
        code.add(locals.returnResult(object));
        return entry;
    }

    private void keepParameters(InsnList code, int object) {
        code.add(new TypeInsnNode(NEW, locals.name()));
        code.add(new InsnNode(DUP));
        code.add(new MethodInsnNode(INVOKESPECIAL, locals.name(), "<init>", "()V", false));
        code.add(new VarInsnNode(ASTORE, object));
        int place = 0;
        for (Type type : Type.getArgumentTypes(method.desc)) {
            if (locals.has(place)) {
                code.add(new VarInsnNode(type.getOpcode(ILOAD), place));
                code.add(locals.access(new VarInsnNode(type.getOpcode(ISTORE), place), object));
            }
            place += type.getSize();
        }
    }

    private void call(InsnList code, int part, int object, int at) {
        code.add(new VarInsnNode(ALOAD, object));
        code.add(new VarInsnNode(ILOAD, at));
        code.add(new LdcInsnNode(Places.of(part, 0)));
        code.add(new InsnNode(ISUB));
        int place = 0;
        for (Type type : Type.getArgumentTypes(method.desc)) {
            if (type.getSort() == Type.OBJECT) {
                code.add(new VarInsnNode(ALOAD, place));
            }
            place += type.getSize();
        }
        code.add(new MethodInsnNode(INVOKESTATIC, owner, name(part), descriptor(), false));
    }

    private String name(int part) {
        return method.name + "_" + part;
    }

    /** Of all parts: the local variables, where to begin, and the references among the method's parameters. */
    private String descriptor() {
        List<Type> parameters = new ArrayList<>(List.of(Type.getObjectType(locals.name()), Type.INT_TYPE));
        for (Type type : Type.getArgumentTypes(method.desc)) {
            if (type.getSort() == Type.OBJECT) {
                parameters.add(type);
            }
        }
        return Type.getMethodDescriptor(Type.INT_TYPE, parameters.toArray(Type[]::new));
    }
}
