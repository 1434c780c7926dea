package io.facequality.onnx;

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
final class InputBuffers {

    /** More runs side by side than this only wait for each other's cores. */
    private static final int MOST = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private final int floats;
    private final Semaphore permits = new Semaphore(MOST);
    private final ConcurrentLinkedQueue<FloatBuffer> idle = new ConcurrentLinkedQueue<>();

    /** A pool of buffers that hold this many floats each; none is made before it is needed. */
    InputBuffers(int floats) {
        this.floats = floats;
    }

    /**
     * Lends a buffer to the work, which must not keep it. After a throwable it is not lent again: nobody knows whether
     * native code still reads it.
     */
    <T> T lend(Function<FloatBuffer, T> work) {
        permits.acquireUninterruptibly();
        try {
            FloatBuffer kept = idle.poll();
            FloatBuffer buffer = kept == null ? allocate() : kept;
            T result = work.apply(buffer);
            idle.add(buffer);
            return result;
        } finally {
            permits.release();
        }
    }

    private FloatBuffer allocate() {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** How many buffers wait to be lent. */
    int idleCount() {
        return idle.size();
    }
}
