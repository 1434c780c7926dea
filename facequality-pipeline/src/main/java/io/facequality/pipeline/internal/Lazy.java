package io.facequality.pipeline.internal;

import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.Problem;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A closeable thing that is opened when it is first asked for, at most once, and closed only if it was.
 *
 * @param <T> the thing
 */
public final class Lazy<T extends AutoCloseable> implements AutoCloseable {

    private final Supplier<? extends T> opener;
    private final boolean ours;
    private @Nullable T opened;
    private boolean closed;

    private Lazy(Supplier<? extends T> opener, boolean ours) {
        this.opener = opener;
        this.ours = ours;
    }

    /** A thing that is ours: whoever opens it closes it. */
    static <T extends AutoCloseable> Lazy<T> opening(Supplier<? extends T> opener) {
        return new Lazy<>(opener, true);
    }

    /** A thing that the caller opened and will close. */
    public static <T extends AutoCloseable> Lazy<T> borrowed(T thing) {
        return new Lazy<>(() -> thing, false);
    }

    public synchronized T get() {
        if (closed) {
            throw closed();
        }
        if (opened == null) {
            opened = opener.get();
        }
        return opened;
    }

    private static ClosedException closed() {
        return new ClosedException(new Problem(
                "cannot use the pipeline", "FacePipeline", "an open pipeline", "a closed one",
                "Close it when all work is done."));
    }

    @Override
    public void close() {
        T toClose;
        synchronized (this) {
            toClose = opened;
            closed = true;
            opened = null;
        }
        if (ours && toClose != null) {
            try {
                toClose.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("scorers, embedders and detectors close without checked exceptions", e);
            }
        }
    }
}
