package io.facequality.eval;

import java.util.List;
import java.util.Objects;

/**
 * How one scorer's scores move as clean faces are degraded more and more.
 *
 * @param scorer the scorer's label
 * @param degradation the kind
 * @param meanScores the mean raw score at each strength, from 0 (as it is) to the strongest
 * @param kendallTau Kendall's tau-b between the strength's absence and the score, over the strengths of one face, the
 *     mean of all faces: 1 if every face's score falls at every step, 0 if it does not care, below 0 if it rises
 * @param faces how many faces
 */
public record DegradationResult(
        String scorer, Degradation degradation, List<Double> meanScores, double kendallTau, int faces) {

    /** Copies the list and checks that nothing is missing. */
    public DegradationResult {
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(degradation, "degradation");
        meanScores = List.copyOf(meanScores);
    }
}
