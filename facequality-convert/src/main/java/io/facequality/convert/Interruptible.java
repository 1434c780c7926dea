package io.facequality.convert;

import io.facequality.internal.Interrupts;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that ends when its thread is interrupted. It hands large arrays on in parts: Java copies each to native
 * memory on the way to the file, and keeps that memory.
 */
final class Interruptible extends FilterOutputStream {

    private static final int PART = 1 << 16;

    Interruptible(OutputStream stream) {
        super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; done += PART) {
            Interrupts.check();
            out.write(bytes, from + done, Math.min(PART, length - done));
        }
    }
}
