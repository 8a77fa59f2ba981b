package io.refreshgrants.build;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IincInsnNode;
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

/**
 * A static method as several. Each part runs until it jumps out of itself, and returns where to go on: the part's number
 * times {@link #ENTRIES} and the number of the place in it, or {@link #END}.
 */
final class SplitMethod {

    private static final int ENTRIES = 1_024;
    private static final int END = -1;

    private final String owner;
    private final int version;
    private final MethodNode method;
    private final Locals locals;
    private final Cuts cuts;
    private final List<Integer> begins;
    /** The places that another part jumps to, each part's in their order. */
    private final List<Map<LabelNode, Integer>> entries = new ArrayList<>();
    private final List<Type> references;

    SplitMethod(String owner, int version, MethodNode method) throws AnalyzerException {
        if (!method.tryCatchBlocks.isEmpty() || (method.access & ACC_STATIC) == 0) {
            throw new IllegalStateException(method.name + " is not of the kind that can be split");
        }
        this.owner = owner;
        this.version = version;
        this.method = method;
        this.locals = new Locals(owner + "_" + method.name, method);
        this.cuts = new Cuts(owner, method);
        this.begins = cuts.parts();
        this.references = Arrays.stream(Type.getArgumentTypes(method.desc))
                .filter(type -> type.getSort() == Type.OBJECT)
                .toList();
        // A part can go on into the next: its beginning is a place as well.
        begins.forEach(begin -> entries.add(new LinkedHashMap<>(Map.of(new LabelNode(), 0))));
        findEntries();
    }

    private void findEntries() {
        for (int i = 0; i < method.instructions.size(); i++) {
            for (LabelNode label : Cuts.targets(method.instructions.get(i))) {
                int part = partOf(method.instructions.indexOf(label));
                if (cuts.isReachable(i) && part != partOf(i)) {
                    Map<LabelNode, Integer> known = entries.get(part);
                    known.putIfAbsent(label, known.size());
                }
            }
        }
    }

    private int partOf(int index) {
        int part = begins.size() - 1;
        while (begins.get(part) > index) {
            part--;
        }
        return part;
    }

    ClassNode locals() {
        return locals.toClass(version);
    }

    /** What stands in the method's place: it takes its parameters, and goes from part to part. */
    MethodNode entry() {
        MethodNode entry = new MethodNode(method.access, method.name, method.desc, null, null);
        InsnList code = entry.instructions;
        int object = (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - 1; // Without a this.
        int at = object + 1;
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
        code.add(new InsnNode(ICONST_0));
        code.add(new VarInsnNode(ISTORE, at));
        LabelNode loop = new LabelNode();
        LabelNode end = new LabelNode();
        LabelNode[] parts = begins.stream().map(begin -> new LabelNode()).toArray(LabelNode[]::new);
        code.add(loop);
        code.add(new VarInsnNode(ILOAD, at));
        code.add(new LdcInsnNode(ENTRIES));
        code.add(new InsnNode(IDIV));
        code.add(new TableSwitchInsnNode(0, parts.length - 1, end, parts));
        for (int part = 0; part < parts.length; part++) {
            code.add(parts[part]);
            code.add(new VarInsnNode(ALOAD, object));
            code.add(new VarInsnNode(ILOAD, at));
            code.add(new LdcInsnNode(part * ENTRIES));
            code.add(new InsnNode(ISUB));
            place = 0;
            for (Type type : Type.getArgumentTypes(method.desc)) {
                if (type.getSort() == Type.OBJECT) {
                    code.add(new VarInsnNode(ALOAD, place));
                }
                place += type.getSize();
            }
            code.add(new MethodInsnNode(INVOKESTATIC, owner, name(part), descriptor(), false));
            code.add(new InsnNode(DUP));
            code.add(new VarInsnNode(ISTORE, at));
            code.add(new JumpInsnNode(IFGE, loop));
            code.add(new JumpInsnNode(GOTO, end));
        }
        code.add(end);
        code.add(locals.returnResult(object));
        return entry;
    }

    private String name(int part) {
        return method.name + "_" + part;
    }

    private String descriptor() {
        List<Type> parameters = new ArrayList<>(List.of(Type.getObjectType(locals.name()), Type.INT_TYPE));
        parameters.addAll(references);
        return Type.getMethodDescriptor(Type.INT_TYPE, parameters.toArray(Type[]::new));
    }

    List<MethodNode> parts() {
        List<MethodNode> parts = new ArrayList<>();
        for (int part = 0; part < begins.size(); part++) {
            MethodNode made = part(part);
            int size = SplitHugeMethods.size(made);
            if (size > SplitHugeMethods.HUGE) {
                throw new IllegalStateException(made.name + " is still of " + size + " bytes");
            }
            parts.add(made);
        }
        return parts;
    }

    private MethodNode part(int part) {
        MethodNode made = new MethodNode(ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, name(part), descriptor(), null, null);
        InsnList code = made.instructions;
        int begin = begins.get(part);
        int end = part + 1 < begins.size() ? begins.get(part + 1) : method.instructions.size();

        Map<LabelNode, LabelNode> labels = new HashMap<>();
        entries.get(part).keySet().forEach(label -> labels.put(label, new LabelNode()));
        Map<LabelNode, LabelNode> exits = new LinkedHashMap<>();
        Map<LabelNode, LabelNode> all = new HashMap<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LabelNode label) {
                int index = method.instructions.indexOf(label);
                if (index >= begin && index < end) {
                    all.put(label, labels.computeIfAbsent(label, key -> new LabelNode()));
                } else {
                    LabelNode exit = new LabelNode();
                    all.put(label, exit);
                    exits.put(label, exit);
                }
            }
        }
        LabelNode[] places = entries.get(part).keySet().stream().map(labels::get).toArray(LabelNode[]::new);
        if (places.length > 1) {
            code.add(new VarInsnNode(ILOAD, 1));
            code.add(new TableSwitchInsnNode(0, places.length - 1, places[0], places));
        }
        code.add(places[0]);
        int[] referencePlaces = referencePlaces();
        Map<LabelNode, Boolean> used = new HashMap<>();
        boolean falls = true;
        for (int i = begin; i < end; i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            if (!cuts.isReachable(i) && !(instruction instanceof LabelNode)) {
                continue;
            }
            Cuts.targets(instruction).forEach(label -> used.put(label, true));
            int opcode = instruction.getOpcode();
            if (instruction instanceof VarInsnNode variable) {
                if (Locals.isReference(opcode)) {
                    code.add(new VarInsnNode(ALOAD, referencePlaces[variable.var]));
                } else {
                    code.add(locals.access(variable, 0));
                }
            } else if (instruction instanceof IincInsnNode increment) {
                code.add(locals.increment(increment, 0));
            } else if (opcode >= IRETURN && opcode <= RETURN) {
                code.add(locals.keepResult(0));
                leave(code, END);
            } else {
                code.add(instruction.clone(all));
            }
            if (instruction instanceof LabelNode) {
                falls |= cuts.isReachable(i);
            } else {
                falls = opcode != GOTO && opcode != TABLESWITCH && opcode != LOOKUPSWITCH && opcode != ATHROW
                        && !(opcode >= IRETURN && opcode <= RETURN);
            }
        }
        if (falls && part + 1 < begins.size()) {
            leave(code, (part + 1) * ENTRIES);
        }
        exits.forEach((label, exit) -> {
            if (used.containsKey(label)) {
                int there = partOf(method.instructions.indexOf(label));
                code.add(exit);
                leave(code, there * ENTRIES + entries.get(there).get(label));
            }
        });
        return made;
    }

    private static void leave(InsnList code, int to) {
        code.add(new LdcInsnNode(to));
        code.add(new InsnNode(IRETURN));
    }

    /** Where the parts have the references that the method had as parameters. */
    private int[] referencePlaces() {
        int[] places = new int[Type.getArgumentsAndReturnSizes(method.desc) >> 2];
        int place = 0;
        int next = 2;
        for (Type type : Type.getArgumentTypes(method.desc)) {
            if (type.getSort() == Type.OBJECT) {
                places[place] = next++;
            }
            place += type.getSize();
        }
        return places;
    }
}
