package io.facequality;

/** How many faces of a group to keep. */
public sealed interface Keep {

    /**
     * Keep that many; a group that is no larger is kept whole.
     *
     * @param count at least 1
     */
    record Best(int count) implements Keep {
        /** Checks that something is kept. */
        public Best {
            if (count < 1) {
                throw new IllegalArgumentException("expected to keep at least 1 face, found " + count);
            }
        }
    }

    /**
     * Keeps a fixed number.
     *
     * @param count at least 1
     * @return the setting
     */
    static Keep best(int count) {
        return new Best(count);
    }
}
