package io.facequality.onnx.internal;

import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.Problem;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets runs through side by side, and closes once none is inside. A native session that is freed while a run uses it
 * takes the whole process down; a flag alone cannot prevent that.
 *
 * <p>Waiting does not react to {@link Thread#interrupt()}: a close that gave up would leak. A run ends when the thread is
 * interrupted that it is on.
 */
public final class RunGate {

    private final String name;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    public RunGate(String name) {
        this.name = name;
    }

    /**
     * Runs the work, which must not call {@link #close}.
     *
     * @throws ClosedException once the gate is closed
     */
    public <T> T pass(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new ClosedException(new Problem(
                        "cannot run the model", name, "an open model", "one that was closed",
                        "Open the model again, or close it only after its last use."));
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the runs inside and releases what they used; the second time there is nothing left to do. */
    public void close(Runnable release) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
