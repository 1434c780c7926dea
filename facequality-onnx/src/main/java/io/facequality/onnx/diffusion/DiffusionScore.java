package io.facequality.onnx.diffusion;

import io.facequality.QualityScore;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

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

    /**
     * How alike the embeddings of a face x and of what became of it are: five cosines, each from -1 to 1, higher is better.
     * They tell apart what a low score comes from: the pose ({@link #mirrored}), or how the face bears noise ({@link
     * #noisy}) and comes out of its restoration ({@link #restored}).
     *
     * <p>Source: DifFIQA, section 3.3. f is the mirror image of x.
     *
     * @param noisy x and the noised x
     * @param restored x and the restored x
     * @param noisyMirrored x and the noised f
     * @param restoredMirrored x and the restored f
     * @param mirrored x and f itself, in which there is no noise
     */
    public record Similarities(
            double noisy, double restored, double noisyMirrored, double restoredMirrored, double mirrored) {

        private static final int COUNT = 5;

        /**
         * The score of these similarities, {@code (noisy + restored + noisyMirrored + restoredMirrored + mirrored) / 5}.
         *
         * @return from -1 to 1, higher is better
         */
        public double mean() {
            return (noisy + restored + noisyMirrored + restoredMirrored + mirrored) / COUNT;
        }

        /**
         * Another score of the same passes, not the published one: {@code 1 - sqrt((1 - noisy) (1 - restored))}, the
         * geometric mean of what the noise and the restoration lose. The mean of five hardly sees blur and low resolution:
         * they show in {@link #noisy}, whose losses are small numbers, and drown in those of the others. A geometric mean
         * weighs relative changes, so that either loss counts. It does not look at the mirror image, and so not at the
         * pose.
         *
         * @return from -1 to 1, higher is better
         */
        public double balanced() {
            return 1 - Math.sqrt((1 - noisy) * (1 - restored));
        }

        /**
         * Each similarity's mean over repeats.
         *
         * @param repeats at least one
         * @return the five means
         */
        public static Similarities mean(List<Similarities> repeats) {
            return new Similarities(
                    mean(repeats, Similarities::noisy),
                    mean(repeats, Similarities::restored),
                    mean(repeats, Similarities::noisyMirrored),
                    mean(repeats, Similarities::restoredMirrored),
                    mean(repeats, Similarities::mirrored));
        }

        private static double mean(List<Similarities> repeats, ToDoubleFunction<Similarities> one) {
            return repeats.stream().mapToDouble(one).average().orElseThrow();
        }
    }
}
