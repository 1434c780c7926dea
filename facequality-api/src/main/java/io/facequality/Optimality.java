package io.facequality;

/** How good a selection is known to be, compared with the best that there is. */
public sealed interface Optimality {

    /** Nothing better exists. */
    record Proven() implements Optimality {}

    /**
     * The best that exists is better by no more than a stated share.
     *
     * @param gap {@code (found - lower bound) / found} of the objective's value, from 0 to 1
     */
    record WithinGap(double gap) implements Optimality {
        /** Checks that the gap is in its range. */
        public WithinGap {
            if (!(gap >= 0 && gap <= 1)) {
                throw InvalidInputException.ofValue("Optimality", "a gap from 0 to 1", gap);
            }
        }
    }

    /** The best that was found; nothing is known about what was not looked at. */
    record Heuristic() implements Optimality {}
}
