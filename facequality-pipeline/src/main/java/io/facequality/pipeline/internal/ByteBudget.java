package io.facequality.pipeline.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Memory that the pictures in flight may take together. A picture wins its share before it is decoded and gives it back
 * when its faces are cut out; one that asks for more than there is at all gets everything, and so runs alone.
 */
public final class ByteBudget {

    private static final int UNIT = 1024;

    private final long bytes;
    private final int units;
    private final Semaphore free;

    public ByteBudget(long bytes) {
        this.bytes = bytes;
        this.units = unitsOf(bytes);
        // Fair, or a large picture would wait for as long as small ones keep coming.
        this.free = new Semaphore(units, true);
    }

    /** How much there is at all. */
    long bytes() {
        return bytes;
    }

    /** Waits until that much is free and takes it. */
    Share take(long bytes) {
        int wanted = Math.min(unitsOf(bytes), units);
        try {
            free.acquire(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for memory to decode a picture");
        }
        return () -> free.release(wanted);
    }

    private static int unitsOf(long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
    }

    /** What was taken; closing it gives it back. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }
}
