package io.refreshgrants.keycloak.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import run.endive.runtime.Memory;
import run.endive.wasm.types.MemoryLimits;

/** Whatever a run writes, and wherever, it is gone when the memory is restored. */
class EngineMemoryTest {

    private static final int BLOCK = EngineMemory.BLOCK;

    private final EngineMemory memory = new EngineMemory(new MemoryLimits(2, 8));
    private final byte[][] image = pages(1, 2);

    /** Two pages, each filled with a value. */
    private static byte[][] pages(int first, int second) {
        int blocks = Memory.PAGE_SIZE / BLOCK;
        return IntStream.range(0, 2 * blocks)
                .mapToObj(block -> block(block < blocks ? first : second))
                .toArray(byte[][]::new);
    }

    private static byte[] block(int value) {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) value);
        return block;
    }

    static Stream<Consumer<Memory>> writes() {
        return Stream.of(
                memory -> memory.writeByte(BLOCK - 1, (byte) 9),
                memory -> memory.writeShort(BLOCK - 1, (short) 0x909),
                memory -> memory.writeI32(BLOCK - 1, 0x9090909),
                memory -> memory.writeLong(BLOCK - 1, -9),
                memory -> memory.writeLong(Memory.PAGE_SIZE - 1, -9),
                memory -> memory.writeF32(BLOCK - 1, 9),
                memory -> memory.writeF64(BLOCK - 1, 9),
                memory -> memory.write(BLOCK - 1, new byte[3 * BLOCK], 0, 3 * BLOCK),
                memory -> memory.fill((byte) 9, BLOCK - 1, 3 * BLOCK),
                memory -> memory.copy(BLOCK - 1, Memory.PAGE_SIZE, 2 * BLOCK),
                memory -> memory.writeByte(2 * Memory.PAGE_SIZE - 1, (byte) 9));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void whatIsWrittenIsGoneWhenTheMemoryIsRestored(Consumer<Memory> write) {
        memory.restore(image);
        byte[] before = memory.readBytes(0, 2 * Memory.PAGE_SIZE);
        write.accept(memory);
        assertThat(memory.readBytes(0, 2 * Memory.PAGE_SIZE)).isNotEqualTo(before);

        memory.restore(image);

        assertThat(memory.readBytes(0, 2 * Memory.PAGE_SIZE)).isEqualTo(before);
    }

    @Test
    void anotherImageReplacesEverything() {
        memory.restore(image);
        memory.restore(pages(3, 4));

        assertThat(memory.read(0)).isEqualTo((byte) 3);
        assertThat(memory.read(2 * Memory.PAGE_SIZE - 1)).isEqualTo((byte) 4);
    }

    @Test
    void anImageThatSharesBlocksReplacesTheOthersAndWhatWasWritten() {
        byte[][] other = image.clone();
        other[0] = block(3);
        memory.restore(image);
        memory.writeByte(BLOCK, (byte) 9);

        memory.restore(other);

        assertThat(memory.read(0)).isEqualTo((byte) 3);
        assertThat(memory.read(BLOCK)).isEqualTo((byte) 1);
        memory.restore(image);
        assertThat(memory.read(0)).isEqualTo((byte) 1);
    }

    @Test
    void memoryThatHasGrownIsEmptyAndGoneAfterwards() {
        memory.restore(image);
        assertThat(memory.grow(3)).isEqualTo(2);
        assertThat(memory.readLong(4 * Memory.PAGE_SIZE)).isZero();
        memory.writeLong(4 * Memory.PAGE_SIZE, 9);

        memory.restore(image);

        assertThat(memory.pages()).isEqualTo(2);
        assertThatThrownBy(() -> memory.readLong(4 * Memory.PAGE_SIZE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(memory.grow(3)).isEqualTo(2);
        assertThat(memory.readLong(4 * Memory.PAGE_SIZE)).isZero();
    }

    @Test
    void whatIsBeyondItIsNeitherReadNorWritten() {
        memory.restore(image);
        int end = 2 * Memory.PAGE_SIZE;
        assertThatThrownBy(() -> memory.readBytes(end - 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.readBytes(0, Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.readBytes(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.readBytes(1, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.write(end, new byte[1], 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.fill((byte) 1, 5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void itDoesNotGrowBeyondItsLimit() {
        assertThat(memory.grow(7)).isEqualTo(-1);
        assertThat(memory.grow(6)).isEqualTo(2);
        assertThat(memory.grow(1)).isEqualTo(-1);
    }
}
