package io.refreshgrants.keycloak.rule.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roastedroot.quickjs4j.core.Engine_ModuleExports;
import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/**
 * One JavaScript engine: QuickJS in a WebAssembly instance with its own memory and no files, environment or network.
 * All of its state is in that memory, so restoring the memory resets the engine. Not thread-safe. A call is stopped by
 * interrupting its thread; the engine cannot be used after that.
 */
public final class QuickJs {

    private static final int PAGE = Memory.PAGE_SIZE;
    private static final byte[] EMPTY_PAGE = new byte[PAGE];

    /** The index of the first global variable in a module compiled by LLVM. */
    private static final int STACK_POINTER = 0;

    /** Answers the runtime's calls. Runs on the script's thread and counts towards the script's time. */
    public interface Host {
        String call(HostCall call, String argument);
    }

    private final EngineMemory memory;
    private final Instance instance;
    private final Engine_ModuleExports exports;
    private final ErrorOutput errors = new ErrorOutput();
    private final int stackPages;
    private @Nullable Host host;

    /**
     * A new engine.
     *
     * @param maxPages the maximum memory, in pages of 64 KiB
     */
    QuickJs(int maxPages) {
        WasiPreview1 wasi = WasiPreview1.builder()
                .withOptions(WasiOptions.builder()
                        .withStdout(OutputStream.nullOutputStream())
                        .withStderr(errors)
                        .build())
                .build();
        int initial = JavyPluginModule.load()
                .memorySection()
                .orElseThrow()
                .getMemory(0)
                .limits()
                .initialPages();
        memory = new EngineMemory(new MemoryLimits(initial, maxPages));
        instance = Instance.builder(JavyPluginModule.load())
                .withMemoryFactory(limits -> memory)
                .withMachineFactory(JavyPluginModule::create)
                .withImportValues(ImportValues.builder()
                        .addFunction(wasi.toHostFunctions())
                        .addFunction(new HostFunction(
                                "endive",
                                "invoke",
                                FunctionType.of(Collections.nCopies(6, ValType.I32), List.of(ValType.I32)),
                                this::callHost))
                        .build())
                .build();
        exports = new Engine_ModuleExports(instance);
        stackPages = stackPages();
    }

    public void initialize() {
        exports.initializeRuntime();
    }

    /** Allocates and frees memory once, so that a run can use it without growing the memory. */
    public void reserve(int bytes) {
        exports.abiFree(exports.cabiRealloc(0, 0, 1, bytes), bytes, 1);
    }

    /** Compiles a script. */
    public byte[] compile(String source) {
        byte[] text = source.getBytes(UTF_8);
        int result = exports.compileSrc(write(text), text.length);
        return memory.readBytes(memory.readInt(result), memory.readInt(result + 4));
    }

    /** Copies a compiled script into the engine's memory. */
    public Program load(byte[] compiled) {
        return new Program(write(compiled), compiled.length);
    }

    /** Runs a compiled script and all promises that it leaves behind. */
    public void run(Program program, Host answering) {
        host = answering;
        try {
            exports.eval(program.address(), program.length(), 0, 0);
        } finally {
            host = null;
        }
    }

    /** The state of the engine between two calls, without the stack, which is empty then. */
    public byte[][] state() {
        return memory.state(stackPages * PAGE);
    }

    /**
     * The number of pages that contain only the stack. The stack comes first in memory and grows down, so an overflow
     * stops the engine instead of overwriting its data. In a build of QuickJS with another layout there would be data
     * below the stack pointer.
     */
    private int stackPages() {
        int below = (int) instance.global(STACK_POINTER).getValue() / PAGE;
        for (int page = 0; page < below; page++) {
            if (Arrays.mismatch(memory.readBytes(page * PAGE, PAGE), EMPTY_PAGE) >= 0) {
                return 0;
            }
        }
        return below;
    }

    /** Restores an earlier state, of this engine or another, and discards everything since. */
    public void restore(byte[][] state) {
        memory.restore(state);
        errors.forget();
    }

    int pages() {
        return memory.pages();
    }

    /** The error output of an engine that has stopped. */
    String lastWords() {
        return errors.toString();
    }

    private long[] callHost(Instance ignored, long... arguments) {
        if (host == null) {
            throw ScriptException.outOfStep();
        }
        HostCall call = HostCall.named(read(arguments[2], arguments[3], HostCall.MAX_NAME));
        String text = host.call(call, read(arguments[4], arguments[5], call.maxBytes()));
        // The engine frees the answer, and cannot free an empty one.
        byte[] answer = (text.isEmpty() ? " " : text).getBytes(UTF_8);
        int at = write(answer);
        int pair = exports.cabiRealloc(0, 0, 1, 8);
        memory.writeI32(pair, at);
        memory.writeI32(pair + 4, answer.length);
        return new long[] {pair};
    }

    private String read(long address, long length, int most) {
        if ((int) length < 0 || (int) length > most) {
            throw new ScriptException(
                    ScriptException.Cause.SIZE, "The rule says more than " + Math.max(1, most / 1024) + " KB at once");
        }
        return new String(memory.readBytes((int) address, (int) length), UTF_8);
    }

    private int write(byte[] bytes) {
        int at = exports.cabiRealloc(0, 0, 1, bytes.length);
        memory.write(at, bytes);
        return at;
    }

    /** A compiled script in the engine's memory. */
    public record Program(int address, int length) {}
}
