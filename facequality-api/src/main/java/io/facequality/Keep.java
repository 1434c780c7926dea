package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;

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
                throw InvalidInputException.ofValue("Keep", "at least 1 face to keep", count);
            }
        }
    }

    /**
     * Keep as many as cross-validation finds worth keeping: the smallest number whose error is within one standard error
     * of the best. Not every selector can; one that cannot throws {@link InvalidInputException}.
     *
     * @param atMost the largest number, at least 1
     */
    record Auto(int atMost) implements Keep {
        /** Checks that something may be kept. */
        public Auto {
            if (atMost < 1) {
                throw InvalidInputException.ofValue("Keep", "an upper limit of at least 1 face", atMost);
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

    /**
     * Keeps as many as cross-validation finds worth keeping.
     *
     * @param atMost the largest number, at least 1
     * @return the setting
     */
    static Keep auto(int atMost) {
        return new Auto(atMost);
    }
}
