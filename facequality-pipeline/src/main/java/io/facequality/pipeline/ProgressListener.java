package io.facequality.pipeline;

/** Is told how far long work has come. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Called on the thread that asked for the work, after each finished item, and where one item may take long, before
     * the first; it should return at once.
     *
     * @param progress how far the work has come
     */
    void onProgress(Progress progress);

    /**
     * A listener that does nothing.
     *
     * @return the listener
     */
    static ProgressListener none() {
        return progress -> {};
    }
}
