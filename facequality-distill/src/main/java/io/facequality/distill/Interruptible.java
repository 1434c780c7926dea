package io.facequality.distill;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;

/** A stream that ends when its thread is interrupted. */
final class Interruptible extends FilterOutputStream {

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
        check();
        out.write(bytes, from, length);
    }
}
