package io.facequality.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Direct buffers, lent for the time of one call. A direct buffer is freed only when the garbage collector finds it,
 * which under load is too late, so they are kept and lent again. Their number is bounded: a call beyond it waits for
 * another to end, so that native memory does not grow with the number of threads.
 */
public final class InputBuffers {

    /** More runs side by side than this only wait for each other's cores. */
    private static final int MOST = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    /**
     * What is lent.
     *
     * @param input a direct buffer for a model's input
     * @param scratch room to fill it from
     */
    public record Lease(FloatBuffer input, PixelPacking.Scratch scratch) {}

    private final int floats;
    private final Semaphore permits = new Semaphore(MOST);
    private final ConcurrentLinkedQueue<Lease> idle = new ConcurrentLinkedQueue<>();

    /** A pool of buffers that hold this many floats each; none is made before it is needed. */
    public InputBuffers(int floats) {
        this.floats = floats;
    }

    /**
     * Lends a buffer to the work, which must not keep it. After a throwable it is not lent again: nobody knows whether
     * native code still reads it.
     */
    public <T> T lend(Function<Lease, T> work) {
        permits.acquireUninterruptibly();
        try {
            Lease kept = idle.poll();
            Lease lease = kept == null ? allocate() : kept;
            T result = work.apply(lease);
            idle.add(lease);
            return result;
        } finally {
            permits.release();
        }
    }

    private Lease allocate() {
        FloatBuffer input = ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return new Lease(input, new PixelPacking.Scratch());
    }

    /** How many buffers wait to be lent. */
    int idleCount() {
        return idle.size();
    }
}
