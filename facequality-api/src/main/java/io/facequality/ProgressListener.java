package io.facequality;

import java.util.Objects;

/** Is told how far long work has come. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * How far long work has come.
     *
     * @param stage what is being done
     * @param done how many items are finished
     * @param total how many items there are; -1 while that is not known
     * @param rejected how many of the finished could not be used
     */
    record Progress(Stage stage, long done, long total, long rejected) {

        /** The stages of the work, in their order. */
        public enum Stage {
            /** Pictures are read, and their faces scored; an item is a picture. */
            READING,
            /** Faces are chosen; an item is a group. */
            SELECTING,
            /** Figures are measured; an item is a sample of the people. */
            MEASURING,
            /** Pictures are copied, linked or moved; an item is a picture. */
            APPLYING,
            /** The report is written; an item is a thumbnail. */
            REPORTING,
            /** A model is calibrated for 8 bits; an item is a face. */
            CALIBRATING,
            /** A changed model is compared with the original; an item is a face that one of them scored. */
            COMPARING
        }

        /** Checks that there is a stage. */
        public Progress {
            Objects.requireNonNull(stage, "stage");
        }
    }

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
