package io.facequality.select;

import io.facequality.InvalidInputException;

/** How a choice is judged by faces that had no part in it. */
public sealed interface CrossValidation {

    /** Chooses among all faces; the objective itself judges by those that are left out. */
    record LeavePOut() implements CrossValidation {}

    /**
     * Splits a group's faces into folds. For each fold, faces are chosen from the others; every such choice is then
     * judged on every fold, and the best on average is kept.
     *
     * @param folds from 2 to 1,000; a smaller group has a fold for each face
     */
    record KFold(int folds) implements CrossValidation {

        private static final int MOST_FOLDS = 1000;

        /** Checks the number. */
        public KFold {
            if (folds < 2 || folds > MOST_FOLDS) {
                throw InvalidInputException.ofValue("CrossValidation", "from 2 to " + MOST_FOLDS + " folds", folds);
            }
        }
    }

    /**
     * Chooses among all faces.
     *
     * @return the setting
     */
    static CrossValidation leavePOut() {
        return new LeavePOut();
    }

    /**
     * Splits the faces into folds, as {@link KFold} says.
     *
     * @param folds from 2 to 1,000
     * @return the setting
     * @throws InvalidInputException if the number is out of its range
     */
    static CrossValidation kFold(int folds) {
        return new KFold(folds);
    }
}
