package io.refreshgrants.keycloak.rule.engine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * An engine's memory that tracks which blocks were written since it was last restored. A run writes to about a
 * twentieth of it; restoring only that spares the processor's caches for the threads that issue tokens. It is one
 * array, where Endive's own memory looks up a page at each access. Access beyond its end is an
 * {@link IndexOutOfBoundsException}.
 */
// Memory declares methods for shared memory, which are unused here but must be implemented.
@SuppressWarnings("removal")
final class EngineMemory implements Memory {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    private static final int BLOCK_BITS = 10;

    /** The unit of restoring, and of what images share: 1 KiB. */
    static final int BLOCK = 1 << BLOCK_BITS;

    private final MemoryLimits limits;
    private final boolean[] written;
    private DataSegment[] segments = {};
    private byte[] bytes;
    private int pages;

    /** The state that was restored last. */
    private byte[][] origin;

    EngineMemory(MemoryLimits limits) {
        this.limits = limits;
        this.pages = limits.initialPages();
        this.bytes = new byte[pages * PAGE_SIZE];
        this.origin = new byte[bytes.length / BLOCK][];
        this.written = new boolean[limits.maximumPages() * (PAGE_SIZE / BLOCK)];
    }

    /**
     * Restores an earlier state, of this memory or another. Only blocks that were written, or that the state does not share
     * with the one before it, are copied.
     *
     * @param state the blocks; null for one whose content does not matter
     */
    void restore(byte[][] state) {
        if (bytes.length != state.length * BLOCK) {
            bytes = new byte[state.length * BLOCK];
            origin = new byte[state.length][];
        }
        pages = bytes.length / PAGE_SIZE;
        for (int block = 0; block < state.length; block++) {
            if (state[block] != null && (written[block] || state[block] != origin[block])) {
                System.arraycopy(state[block], 0, bytes, block * BLOCK, BLOCK);
            }
            written[block] = false;
        }
        origin = state;
    }

    /**
     * The state, to be restored later.
     *
     * @param from the address up to which the content does not matter
     */
    byte[][] state(int from) {
        byte[][] blocks = new byte[pages * PAGE_SIZE / BLOCK][];
        for (int block = from / BLOCK; block < blocks.length; block++) {
            blocks[block] = readBytes(block * BLOCK, BLOCK);
        }
        return blocks;
    }

    private void written(int from, int length) {
        for (int block = from >>> BLOCK_BITS; length > 0 && block <= from + length - 1 >>> BLOCK_BITS; block++) {
            written[block] = true;
        }
    }

    @Override
    public int pages() {
        return pages;
    }

    /** Grows by more than requested, because the allocator requests one page at a time. */
    @Override
    public int grow(int more) {
        int before = pages;
        if (more < 0 || more > maximumPages() - pages) {
            return -1;
        }
        pages += more;
        if (pages * PAGE_SIZE > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(Math.max(pages, 2 * before), maximumPages()) * PAGE_SIZE);
        }
        return before;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return limits.maximumPages();
    }

    @Override
    public void initialize(Instance instance, DataSegment[] data) {
        if (data == null) {
            return;
        }
        segments = data;
        for (DataSegment segment : data) {
            if (segment instanceof ActiveDataSegment active) {
                long at = ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write((int) at, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int to, int from, int length) {
        write(to, segments[segment].data(), from, length);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public byte read(int at) {
        return bytes[at];
    }

    @Override
    public byte[] readBytes(int at, int length) {
        // Without this check, the copy would have the requested length and be filled up with zeros.
        Objects.checkFromIndexSize(at, length, pages * PAGE_SIZE);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    @Override
    public short readShort(int at) {
        return (short) SHORT.get(bytes, at);
    }

    @Override
    public long readU16(int at) {
        return Short.toUnsignedLong(readShort(at));
    }

    @Override
    public int readInt(int at) {
        return (int) INT.get(bytes, at);
    }

    @Override
    public long readLong(int at) {
        return (long) LONG.get(bytes, at);
    }

    @Override
    public long readF32(int at) {
        return readInt(at);
    }

    @Override
    public float readFloat(int at) {
        return Float.intBitsToFloat(readInt(at));
    }

    @Override
    public long readF64(int at) {
        return readLong(at);
    }

    @Override
    public double readDouble(int at) {
        return Double.longBitsToDouble(readLong(at));
    }

    @Override
    public void write(int at, byte[] from, int offset, int length) {
        Objects.checkFromIndexSize(at, length, pages * PAGE_SIZE);
        System.arraycopy(from, offset, bytes, at, length);
        written(at, length);
    }

    @Override
    public void writeByte(int at, byte value) {
        bytes[at] = value;
        written[at >>> BLOCK_BITS] = true;
    }

    @Override
    public void writeShort(int at, short value) {
        SHORT.set(bytes, at, value);
        written[at >>> BLOCK_BITS] = true;
        written[at + 1 >>> BLOCK_BITS] = true;
    }

    @Override
    public void writeI32(int at, int value) {
        INT.set(bytes, at, value);
        written[at >>> BLOCK_BITS] = true;
        written[at + 3 >>> BLOCK_BITS] = true;
    }

    @Override
    public void writeLong(int at, long value) {
        LONG.set(bytes, at, value);
        written[at >>> BLOCK_BITS] = true;
        written[at + 7 >>> BLOCK_BITS] = true;
    }

    @Override
    public void writeF32(int at, float value) {
        writeI32(at, Float.floatToRawIntBits(value));
    }

    @Override
    public void writeF64(int at, double value) {
        writeLong(at, Double.doubleToRawLongBits(value));
    }

    @Override
    public void fill(byte value, int from, int to) {
        Objects.checkFromToIndex(from, to, pages * PAGE_SIZE);
        Arrays.fill(bytes, from, to, value);
        written(from, to - from);
    }

    @Override
    public void copy(int to, int from, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
        written(to, length);
    }

    @Override
    public void zero() {
        fill((byte) 0, 0, bytes.length);
    }

    /** Only one thread at a time uses the memory, so it is never shared, locked or waited on. */
    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Object lock(int at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int waitOn(int at, int expected, long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int waitOn(int at, long expected, long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int notify(int at, int maxThreads) {
        return 0;
    }
}
