package io.facequality.catalogue;

import java.time.Duration;

/** Is told how far a fetch has come, on the thread that fetches; it should return at once. */
public interface FetchListener {

    /**
     * Called as bytes arrive.
     *
     * @param entry the model
     * @param done how many bytes of it are here, those of earlier attempts included
     * @param total how many there are; -1 while that is not known
     */
    void onProgress(CatalogueEntry entry, long done, long total);

    /**
     * Called before it is tried again.
     *
     * @param entry the model
     * @param reason what went wrong
     * @param pause how long it waits first
     */
    default void onRetry(CatalogueEntry entry, String reason, Duration pause) {}

    /**
     * Called once if someone else is fetching the same model into the same folder, and is waited for.
     *
     * @param entry the model
     */
    default void onWait(CatalogueEntry entry) {}

    /**
     * A listener that does nothing.
     *
     * @return the listener
     */
    static FetchListener none() {
        return (entry, done, total) -> {};
    }
}
