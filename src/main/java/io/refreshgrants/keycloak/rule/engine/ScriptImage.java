package io.refreshgrants.keycloak.rule.engine;

import io.refreshgrants.keycloak.rule.engine.QuickJs.Program;
import java.util.Arrays;

/**
 * The memory of an engine that has loaded a realm's scripts. Every run starts from exactly this state, so nothing that
 * one run leaves behind, in a variable or on a prototype, is visible to another.
 *
 * @param memory pages of memory, null for those of the stack; pages equal to the base image's are the same arrays
 * @param entry the program to run
 */
@SuppressWarnings("ArrayRecordComponent") // Images share pages and are never compared.
public record ScriptImage(byte[][] memory, Program entry) {

    /** The engine's current state, sharing unchanged pages with {@code base}. */
    public static ScriptImage of(QuickJs engine, Program entry, ScriptImage base) {
        byte[][] pages = engine.state();
        for (int i = 0; i < pages.length && i < base.memory.length; i++) {
            if (Arrays.equals(pages[i], base.memory[i])) {
                pages[i] = base.memory[i];
            }
        }
        return new ScriptImage(pages, entry);
    }

    /** Kilobytes of heap that this image takes in addition to the base image. */
    public int weight(ScriptImage base) {
        int own = 0;
        for (int i = 0; i < memory.length; i++) {
            own += i < base.memory.length && memory[i] == base.memory[i] || memory[i] == null ? 0 : memory[i].length;
        }
        return 1 + own / 1024;
    }
}
