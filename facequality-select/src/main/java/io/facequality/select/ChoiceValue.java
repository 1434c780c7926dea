package io.facequality.select;

import java.util.Arrays;

/**
 * What a search makes as small as possible: a number for every choice among the faces of one group, which are named by
 * ordinals from 0. Safe for several threads; what changes lives in {@link PartialChoice}s.
 */
@FunctionalInterface
public interface ChoiceValue {

    /**
     * The value of one choice.
     *
     * @param kept the faces, ascending, at least one; fewer than are wanted while a greedy search builds a choice up;
     *     not to be changed
     * @return the value, finite; lower is better. The gap that a selection states is a part of it, so it should be at
     *     least 0 for a gap to be stated
     */
    double value(int... kept);

    /**
     * An empty choice that a search builds up. The one that comes with this interface computes each value anew; another
     * is worth its while where a value follows cheaply from what is known of the other faces, as searches exchange one
     * face at a time.
     *
     * @param count how many faces it will hold at most
     * @return an empty choice, for one thread
     */
    default PartialChoice partialChoice(int count) {
        return new Recomputed(this, count);
    }

    /**
     * A lower bound of the values of all choices of so many faces that contain these, for branch and bound.
     *
     * @param count how many faces a choice has
     * @param partial fewer of them, possibly none, ascending; not to be changed
     * @return at most the smallest of the values; negative infinity, which it is by default, if nothing is known. If
     *     that is so even for no face, no search asks again
     */
    default double lowerBound(int count, int... partial) {
        return Double.NEGATIVE_INFINITY;
    }

    /** A pile that remembers nothing but its faces. */
    final class Recomputed implements PartialChoice {

        private final ChoiceValue objective;
        private final int[] faces;
        private int depth;

        private Recomputed(ChoiceValue objective, int count) {
            this.objective = objective;
            this.faces = new int[count];
        }

        @Override
        public void push(int face) {
            faces[depth++] = face;
        }

        @Override
        public void pop() {
            depth--;
        }

        @Override
        public double valueWith(int face) {
            int[] kept = Arrays.copyOf(faces, depth + 1);
            kept[depth] = face;
            Arrays.sort(kept);
            return objective.value(kept);
        }
    }
}
