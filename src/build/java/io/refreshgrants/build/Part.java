package io.refreshgrants.build;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The code of one part: it runs until it leaves itself, and returns the place to go on at, or {@link #END}. */
final class Part {

    private static final int END = -1;

    private static final int LOCALS = 0;
    private static final int BEGIN = 1;
    private static final int FIRST_REFERENCE = 2;

    private final MethodNode method;
    private final Locals locals;
    private final Places places;
    private final int number;
    private final Map<LabelNode, LabelNode> labels = new HashMap<>();
    private final Set<LabelNode> exits = new LinkedHashSet<>();
    private final Map<Integer, Integer> references = new HashMap<>();

    Part(MethodNode method, Locals locals, Places places, int number) {
        this.method = method;
        this.locals = locals;
        this.places = places;
        this.number = number;
        places.in(number).forEach(label -> labels.put(label, new LabelNode()));
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LabelNode label) {
                labels.putIfAbsent(label, new LabelNode());
            }
        }
        int place = 0;
        for (Type type : Type.getArgumentTypes(method.desc)) {
            if (type.getSort() == Type.OBJECT) {
                references.put(place, FIRST_REFERENCE + references.size());
            }
            place += type.getSize();
        }
    }

    void writeTo(InsnList code) {
        enter(code);
        boolean goesOn = true;
        for (int i = places.begin(number); i < places.end(number); i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            if (instruction instanceof LabelNode) {
                code.add(instruction.clone(labels));
                goesOn |= places.isReachable(i);
            } else if (places.isReachable(i)) {
                write(instruction, code);
                goesOn = !isEnd(instruction.getOpcode());
            }
        }
        if (goesOn && number + 1 < places.parts()) {
            leave(code, Places.of(number + 1, 0));
        }
        for (LabelNode exit : exits) {
            code.add(labels.get(exit));
            leave(code, places.of(exit));
        }
    }

    private void enter(InsnList code) {
        List<LabelNode> entries = places.in(number);
        LabelNode[] beginnings = entries.stream().map(labels::get).toArray(LabelNode[]::new);
        if (beginnings.length > 1) {
            code.add(new VarInsnNode(ILOAD, BEGIN));
            code.add(new TableSwitchInsnNode(0, beginnings.length - 1, beginnings[0], beginnings));
        }
        code.add(beginnings[0]);
    }

    private void write(AbstractInsnNode instruction, InsnList code) {
        int opcode = instruction.getOpcode();
        if (instruction instanceof VarInsnNode variable) {
            if (Locals.isReference(opcode)) {
                code.add(new VarInsnNode(ALOAD, references.get(variable.var)));
            } else {
                code.add(locals.access(variable, LOCALS));
            }
        } else if (instruction instanceof IincInsnNode increment) {
            code.add(locals.increment(increment, LOCALS));
        } else if (isReturn(opcode)) {
            code.add(locals.keepResult(LOCALS));
            leave(code, END);
        } else {
            Cuts.targets(instruction).stream()
                    .filter(label -> places.partOf(label) != number)
                    .forEach(exits::add);
            code.add(instruction.clone(labels));
        }
    }

    private static boolean isReturn(int opcode) {
        return opcode >= IRETURN && opcode <= RETURN;
    }

    private static boolean isEnd(int opcode) {
        return isReturn(opcode)
                || opcode == GOTO
                || opcode == TABLESWITCH
                || opcode == LOOKUPSWITCH
                || opcode == ATHROW;
    }

    private static void leave(InsnList code, int place) {
        code.add(new LdcInsnNode(place));
        code.add(new InsnNode(IRETURN));
    }
}
