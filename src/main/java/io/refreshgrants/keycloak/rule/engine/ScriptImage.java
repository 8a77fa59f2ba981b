package io.refreshgrants.keycloak.rule.engine;

import io.refreshgrants.keycloak.rule.engine.QuickJs.Program;
import java.util.Arrays;

/**
 * The memory of an engine that has loaded a realm's scripts. Every run starts from exactly this state, so nothing that
 * one run leaves behind, in a variable or on a prototype, is visible to another.
 *
 * @param memory blocks of memory, null for those of the stack; blocks equal to the base image's are the same arrays
 * @param entry the program to run
 * @param kilobytes the heap that it takes in addition to the image that it begins with
 */
@SuppressWarnings("ArrayRecordComponent") // Images share pages and are never compared.
public record ScriptImage(byte[][] memory, Program entry, int kilobytes) {

    private static final byte[] EMPTY = new byte[EngineMemory.BLOCK];

    /** Bytes that Java adds to an array, and that a reference to it takes. */
    private static final int HEADER = 16;

    private static final int REFERENCE = 4;

    /** The engine's current state, as the image that the others begin with. */
    public static ScriptImage first(QuickJs engine, Program entry) {
        return new ScriptImage(engine.state(), entry, 0);
    }

    /** The engine's current state, sharing unchanged blocks with {@code base}, and the empty ones with every image. */
    public static ScriptImage of(QuickJs engine, Program entry, ScriptImage base) {
        byte[][] blocks = engine.state();
        int bytes = blocks.length * REFERENCE;
        for (int i = 0; i < blocks.length; i++) {
            if (i < base.memory.length && Arrays.equals(blocks[i], base.memory[i])) {
                blocks[i] = base.memory[i];
            } else if (Arrays.equals(blocks[i], EMPTY)) {
                blocks[i] = EMPTY;
            } else {
                bytes += blocks[i].length + HEADER;
            }
        }
        return new ScriptImage(blocks, entry, 1 + bytes / 1024);
    }

    int pages() {
        return memory.length * EngineMemory.BLOCK / EngineMemory.PAGE_SIZE;
    }
}
