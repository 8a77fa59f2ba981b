package io.refreshgrants.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** Where a method may be cut: where nothing is on the stack, and no jump across the cut takes anything along. */
final class Cuts {

    /** Bytes of a part, which grows by what is put around it. */
    private static final int PART = 5_000;

    private final MethodNode method;
    private final Frame<BasicValue>[] frames;
    private final boolean[] allowed;

    Cuts(String owner, MethodNode method) throws AnalyzerException {
        this.method = method;
        this.frames = new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
        this.allowed = new boolean[frames.length];
        for (int i = 0; i < frames.length; i++) {
            allowed[i] = frames[i] != null && frames[i].getStackSize() == 0;
        }
        for (AbstractInsnNode instruction : method.instructions) {
            for (LabelNode label : targets(instruction)) {
                forbid(method.instructions.indexOf(instruction), method.instructions.indexOf(label));
            }
        }
    }

    private void forbid(int from, int to) {
        if (frames[to] != null && frames[to].getStackSize() > 0) {
            Arrays.fill(allowed, Math.min(from, to) + 1, Math.max(from, to) + 1, false);
        }
    }

    /** Where an instruction may jump. */
    static List<LabelNode> targets(AbstractInsnNode instruction) {
        if (instruction instanceof JumpInsnNode jump) {
            return List.of(jump.label);
        }
        List<LabelNode> labels = new ArrayList<>();
        if (instruction instanceof TableSwitchInsnNode choice) {
            labels.addAll(choice.labels);
            labels.add(choice.dflt);
        } else if (instruction instanceof LookupSwitchInsnNode choice) {
            labels.addAll(choice.labels);
            labels.add(choice.dflt);
        }
        return labels;
    }

    /** Whether an instruction can ever be reached. */
    boolean isReachable(int index) {
        return frames[index] != null;
    }

    /** The index of the first instruction of each part. */
    List<Integer> parts() {
        List<Integer> parts = new ArrayList<>(List.of(0));
        int size = 0;
        int lastAllowed = 0;
        int sizeAtLast = 0;
        for (int i = 0; i < frames.length; i++) {
            if (allowed[i]) {
                lastAllowed = i;
                sizeAtLast = size;
            }
            size += estimate(method.instructions.get(i));
            if (size > PART && lastAllowed > parts.get(parts.size() - 1)) {
                parts.add(lastAllowed);
                size -= sizeAtLast;
                sizeAtLast = 0;
            }
        }
        return parts;
    }

    private static int estimate(AbstractInsnNode instruction) {
        if (instruction.getOpcode() < 0) {
            return 0;
        }
        if (instruction instanceof VarInsnNode) {
            return 6;
        }
        int jumps = targets(instruction).size();
        return jumps == 0 ? 3 : 8 + 4 * jumps;
    }
}
