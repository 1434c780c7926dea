package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Stands between a model that was changed at the cost of accuracy and the place of the original: lets it in only if
 * both give alike results for the same faces, see {@link Figures}. The faces must be real ones. Drawn faces and noise are
 * unlike anything that a network was trained on, and tell nothing of those that it is meant for.
 *
 * <p>A scorer is compared by its quality, an embedder by its embedding, a model that gives both by both. A diffusion's
 * UNet gives neither: in the place of a quality stands how alike the built-in embedder finds a face and what the UNet
 * restored of it in one step, which is the UNet's share of the score that comes of it.
 *
 * <p>Immutable and safe to share between threads, but for the listener. A comparison works on the calling thread, and
 * holds one of the two models at a time.
 */
public final class FidelityGate {

    private final ModelContract contract;
    private final List<AlignedFace> faces;
    private final ProgressListener listener;

    private FidelityGate(ModelContract contract, List<AlignedFace> faces, ProgressListener listener) {
        this.contract = contract;
        this.faces = faces;
        this.listener = listener;
    }

    /**
     * Sets up a gate.
     *
     * @param contract how pixels become the models' numbers
     * @param faces at least {@link Figures#FEWEST_FACES} faces like those that the model is meant for
     * @param listener told how many faces have been compared, every few of them
     * @return the gate
     * @throws InvalidInputException if there are too few faces
     */
    public static FidelityGate of(ModelContract contract, List<AlignedFace> faces, ProgressListener listener) {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(listener, "listener");
        if (faces.size() < Figures.FEWEST_FACES) {
            throw new InvalidInputException(new Problem(
                    "cannot compare the models", "the pictures to compare them on",
                    "at least " + Figures.FEWEST_FACES + " faces", Integer.toString(faces.size()),
                    "Name a folder with more pictures of faces."));
        }
        return new FidelityGate(contract, List.copyOf(faces), listener);
    }

    /**
     * Compares two models, whether they are alike or not.
     *
     * @param original the model before the change
     * @param changed the model after it
     * @return the figures, good or bad
     * @throws ModelException if a file is missing or damaged, or gives neither quality nor embedding nor a picture
     * @throws CancellationException if this thread is interrupted
     */
    public Figures compare(ModelFile original, ModelFile changed) {
        return Figures.of(results(original, 0), results(changed, faces.size()));
    }

    private ComparedModel.Results results(ModelFile file, int before) {
        try (ComparedModel network = ComparedModel.open(file, contract)) {
            return network.results(faces, done -> listener.onProgress(
                    new Progress(Progress.Stage.COMPARING, before + done, 2L * faces.size(), 0)));
        }
    }

    /**
     * Compares two models and refuses the changed one if its results differ too much.
     *
     * @param place where the change comes from, for the message
     * @param original the model before the change
     * @param changed the model after it
     * @return the figures by short names such as {@code cosine}, for the changed model's metadata
     * @throws ModelException if the figures do not pass, or as for {@link #compare}
     * @throws CancellationException if this thread is interrupted
     */
    public Map<String, String> check(String place, ModelFile original, ModelFile changed) {
        Figures figures = compare(original, changed);
        if (!figures.passes()) {
            throw new ModelException(new Problem(
                    "cannot let the changed model take the place of the original", place, figures.demands(),
                    figures.toString(),
                    "Keep the original precision; or compare on more faces, more like those that it is meant for."));
        }
        return figures.provenance();
    }

    @Override
    public String toString() {
        return "FidelityGate[" + faces.size() + " faces]";
    }

    /**
     * How a changed model compares with the original, on the same faces, both as they run fastest. {@link #passes} is
     * the gate for every change that costs accuracy, 8 bits as well as weights stored in half precision: a model that
     * ranks faces in another order or embeds them elsewhere must not take the place of the original. What the change
     * gains is a separate question: 8 bits must make a model faster, see {@link ModelQuantization.Figures}; half
     * precision computes as before and makes the file smaller.
     *
     * @param faces how many faces it was compared on
     * @param rankCorrelation Spearman's correlation of both models' qualities, -1 to 1; empty for a model without
     *     quality
     * @param cosine the mean cosine of both models' embeddings of a face, -1 to 1; empty for a model without embedding
     */
    public record Figures(int faces, OptionalDouble rankCorrelation, OptionalDouble cosine) {

        /** The least Spearman correlation of qualities. */
        public static final double LEAST_RANK_CORRELATION = 0.995;

        /** The least mean cosine of embeddings. */
        public static final double LEAST_COSINE = 0.99;

        /** A correlation of fewer faces says little. */
        public static final int FEWEST_FACES = 50;

        /** Compares what both models said of the same faces. */
        static Figures of(ComparedModel.Results expected, ComparedModel.Results found) {
            OptionalDouble correlation = expected.qualities().isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(new SpearmansCorrelation()
                            .correlation(numbers(expected.qualities()), numbers(found.qualities())));
            OptionalDouble cosine = IntStream.range(0, expected.embeddings().size())
                    .mapToDouble(i -> expected.embeddings().get(i).cosine(found.embeddings().get(i)))
                    .average();
            return new Figures(
                    Math.max(expected.qualities().size(), expected.embeddings().size()), correlation, cosine);
        }

        private static double[] numbers(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }

        /**
         * Whether the results of the changed model are as good as those of the original.
         *
         * @return true if no figure falls short
         */
        public boolean passes() {
            // Written so that a figure that is not a number falls short.
            return rankCorrelation.orElse(1) >= LEAST_RANK_CORRELATION && cosine.orElse(1) >= LEAST_COSINE;
        }

        /** The figures as words: {@code Spearman correlation of quality 0.9971, mean embedding cosine 0.9953, on ...}. */
        @Override
        public String toString() {
            return words() + ", on " + faces + " faces";
        }

        /** The same without the number of faces. */
        String words() {
            List<String> words = new ArrayList<>();
            rankCorrelation.ifPresent(value -> words.add("Spearman correlation of quality " + fourDigits(value)));
            cosine.ifPresent(value -> words.add("mean embedding cosine " + fourDigits(value)));
            return String.join(", ", words);
        }

        /** What the gate asks for, of a model with the same outputs. */
        String demands() {
            List<String> words = new ArrayList<>();
            if (rankCorrelation.isPresent()) {
                words.add("a Spearman correlation of quality of at least " + LEAST_RANK_CORRELATION);
            }
            if (cosine.isPresent()) {
                words.add("a mean embedding cosine of at least " + LEAST_COSINE);
            }
            return String.join(", ", words);
        }

        /** The figures by short names, for the model's metadata. */
        Map<String, String> provenance() {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("compared", faces + " faces");
            rankCorrelation.ifPresent(value -> all.put("spearman", fourDigits(value)));
            cosine.ifPresent(value -> all.put("cosine", fourDigits(value)));
            return all;
        }

        /** Cut, not rounded: what falls short of the gate must not look as if it did not. */
        private static String fourDigits(double value) {
            double scale = 1e4;
            return String.format(Locale.ROOT, "%.4f", Math.floor(value * scale) / scale);
        }
    }
}
