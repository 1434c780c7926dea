package io.facequality.images.internal;

import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lends native objects that only one thread may use at a time. They are made when needed, up to a limit; a caller
 * beyond it waits. One that was lent to a call that failed is released, since its state is unknown.
 *
 * <p>Waiting does not react to {@link Thread#interrupt()}; the interrupt status is left as it is.
 */
public final class InstancePool<T> implements AutoCloseable {

    private final String name;
    private final int limit;
    private final Supplier<T> maker;
    private final Consumer<T> releaser;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<T> idle = new ArrayDeque<>();
    private int lent;
    private boolean closed;

    public InstancePool(String name, int limit, Supplier<T> maker, Consumer<T> releaser) {
        this.name = name;
        this.limit = limit;
        this.maker = maker;
        this.releaser = releaser;
    }

    /**
     * Does work with an instance of its own. The work must not call {@link #close}.
     *
     * @throws ClosedException once the pool is closed
     */
    public <R> R use(Function<T, R> work) {
        T instance = borrow();
        boolean sound = false;
        try {
            R result = work.apply(instance);
            sound = true;
            return result;
        } finally {
            giveBack(instance, sound);
        }
    }

    private T borrow() {
        lock.lock();
        try {
            while (!closed && idle.isEmpty() && lent >= limit) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                throw new ClosedException(new Problem(
                        "cannot detect faces", name, "an open detector", "one that was closed",
                        "Open the detector again, or close it only after its last use."));
            }
            lent++;
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        } finally {
            lock.unlock();
        }
        return made();
    }

    private T made() {
        boolean done = false;
        try {
            T instance = maker.get();
            done = true;
            return instance;
        } finally {
            if (!done) {
                returned(() -> {});
            }
        }
    }

    private void giveBack(T instance, boolean sound) {
        if (sound) {
            returned(() -> idle.push(instance));
        } else {
            try {
                releaser.accept(instance);
            } finally {
                returned(() -> {});
            }
        }
    }

    private void returned(Runnable keeping) {
        lock.lock();
        try {
            keeping.run();
            lent--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the work in flight and releases every instance; the second time there is nothing left to do. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (lent > 0) {
                changed.awaitUninterruptibly();
            }
            while (!idle.isEmpty()) {
                releaser.accept(idle.pop());
            }
        } finally {
            lock.unlock();
        }
    }
}
