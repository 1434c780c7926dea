package io.facequality.select;

/**
 * A choice under construction: faces are put on it and taken off like plates from a pile. What is known of the faces
 * below need not be computed again when those on top change, and since nothing is ever subtracted, nothing drifts: a
 * value depends on the faces and the order in which they lie, not on what was tried before. For one thread.
 */
public interface PartialChoice {

    /**
     * Puts a face on top.
     *
     * @param face its ordinal; it is not on the pile
     */
    void push(int face);

    /** Takes the top one off. */
    void pop();

    /**
     * The value of the faces on the pile and one more, which is not put on it.
     *
     * @param face its ordinal; it is not on the pile
     * @return what {@link ChoiceValue#value} gives for them, up to rounding; lower is better
     */
    double valueWith(int face);
}
