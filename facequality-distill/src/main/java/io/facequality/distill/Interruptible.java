package io.facequality.distill;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;

/**
 * A stream that ends when its thread is interrupted. It hands large arrays on in parts: Java copies each to native
 * memory on the way to the file, and keeps that memory.
 */
final class Interruptible extends FilterOutputStream {

    private static final int PART = 1 << 16;

    Interruptible(OutputStream stream) {
        super(stream);
    }

    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while making a model");
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; done += PART) {
            check();
            out.write(bytes, from + done, Math.min(PART, length - done));
        }
    }
}
