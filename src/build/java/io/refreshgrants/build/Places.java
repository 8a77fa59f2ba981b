package io.refreshgrants.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The places of a method that one of its parts can go to in another. A place has a number: that of the part times
 * {@link #IN_A_PART}, and its own in the part. The first of each part is its beginning.
 */
final class Places {

    static final int IN_A_PART = 1_024;

    private final MethodNode method;
    private final Cuts cuts;
    private final List<Integer> begins;
    private final List<Map<LabelNode, Integer>> numbers = new ArrayList<>();

    Places(MethodNode method, Cuts cuts) {
        this.method = method;
        this.cuts = cuts;
        this.begins = cuts.parts();
        begins.forEach(begin -> numbers.add(new LinkedHashMap<>(Map.of(new LabelNode(), 0))));
        for (AbstractInsnNode instruction : method.instructions) {
            int from = method.instructions.indexOf(instruction);
            for (LabelNode label : Cuts.targets(instruction)) {
                if (cuts.isReachable(from) && partOf(label) != partOf(from)) {
                    Map<LabelNode, Integer> known = numbers.get(partOf(label));
                    known.putIfAbsent(label, known.size());
                }
            }
        }
    }

    static int of(int part, int number) {
        return part * IN_A_PART + number;
    }

    /** The number of a place that another part jumps to. */
    int of(LabelNode label) {
        int part = partOf(label);
        return of(part, numbers.get(part).get(label));
    }

    int parts() {
        return begins.size();
    }

    /** The places in a part, in the order of their numbers. */
    List<LabelNode> in(int part) {
        return List.copyOf(numbers.get(part).keySet());
    }

    int begin(int part) {
        return begins.get(part);
    }

    int end(int part) {
        return part + 1 < begins.size() ? begins.get(part + 1) : method.instructions.size();
    }

    boolean isReachable(int index) {
        return cuts.isReachable(index);
    }

    int partOf(LabelNode label) {
        return partOf(method.instructions.indexOf(label));
    }

    private int partOf(int index) {
        int part = begins.size() - 1;
        while (begins.get(part) > index) {
            part--;
        }
        return part;
    }
}
