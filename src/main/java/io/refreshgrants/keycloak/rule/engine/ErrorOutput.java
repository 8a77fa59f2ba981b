package io.refreshgrants.keycloak.rule.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.util.Arrays;

/** The beginning of an engine's error output: no more is kept, so that a script cannot fill the heap with it. */
final class ErrorOutput extends OutputStream {

    private final byte[] kept = new byte[1024];
    private int length;

    @Override
    public void write(int b) {
        if (length < kept.length) {
            kept[length++] = (byte) b;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int fits = Math.min(count, kept.length - length);
        System.arraycopy(bytes, offset, kept, length, fits);
        length += fits;
    }

    void forget() {
        length = 0;
    }

    @Override
    public String toString() {
        return new String(Arrays.copyOf(kept, length), UTF_8);
    }
}
