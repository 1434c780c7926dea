package io.facequality.select;

/**
 * What a search makes as small as possible: a number for every choice of faces, which are named by ordinals from 0.
 * Safe for several threads; what changes lives in {@link PartialChoice}s.
 */
interface Objective {

    /** How many faces there are to choose among. */
    int size();

    /** What is measured, in words that complete "as small as possible: the ...". */
    String description();

    /** An empty choice that a search builds up, to at most that many faces. */
    PartialChoice partialChoice(int count);

    /**
     * The value of one choice, bit for bit the one that every exact search computes.
     *
     * @param ordinals the faces, at least one, ascending
     * @return the value; lower is better
     */
    default double value(int... ordinals) {
        PartialChoice choice = partialChoice(ordinals.length);
        for (int i = ordinals.length - 1; i > 0; i--) {
            choice.push(ordinals[i]);
        }
        return choice.valueWith(ordinals[0]);
    }
}
