package io.facequality.onnx.diffusion;

import io.facequality.QualityScore;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A face's score by diffusion, what it is made of, how sure it is and what it cost.
 *
 * @param quality the score, the {@linkplain Similarities#mean() mean} of the five similarities; higher is better
 * @param similarities the five, each averaged over the repeats
 * @param repeats the five of every repeat that was used, in their order
 * @param standardError the standard deviation that the score has over other noise, estimated from the repeats: it
 *     shrinks with the square root of their number. With n repeats, the score plus and minus the error times the
 *     quantile of Student's distribution of n - 1 degrees of freedom covers the score of infinitely many repeats; with
 *     noise in antithetic pairs n is the number of pairs. Empty if there is only one. Where repeats stopped early it is
 *     a little too small, since stopping prefers moments at which it is underestimated
 * @param denoiserPasses how many pictures of this face went through the denoiser
 * @param embedderPasses how many went through the embedder
 */
public record DiffusionScore(
        QualityScore quality,
        Similarities similarities,
        List<Similarities> repeats,
        OptionalDouble standardError,
        int denoiserPasses,
        int embedderPasses) {

    /** Copies the list. */
    public DiffusionScore {
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(similarities, "similarities");
        repeats = List.copyOf(repeats);
        Objects.requireNonNull(standardError, "standardError");
    }
}
