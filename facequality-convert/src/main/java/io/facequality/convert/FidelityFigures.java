package io.facequality.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How a changed model compares with the one that it was made from, on the same faces, both as they run fastest. {@link
 * #passes} is the gate for every change that costs accuracy, 8 bits as well as weights stored in half precision: a
 * model that ranks faces otherwise or embeds them elsewhere must not take the place of the original. What a change is
 * to gain is its own affair; 8 bits must make a model faster, see {@link QuantizationFigures}, and half precision,
 * which computes as before, makes a file smaller.
 *
 * @param judgedFaces how many faces it was compared on
 * @param rankCorrelation Spearman's correlation of both models' qualities, -1 to 1; empty for a model without quality
 * @param cosine the mean cosine of both models' embeddings of a face, -1 to 1; empty for a model without embedding
 */
public record FidelityFigures(int judgedFaces, OptionalDouble rankCorrelation, OptionalDouble cosine) {

    /** The least Spearman correlation of qualities. */
    public static final double LEAST_RANK_CORRELATION = 0.995;

    /** The least mean cosine of embeddings. */
    public static final double LEAST_COSINE = 0.99;

    /** A correlation of fewer faces says little. */
    public static final int FEWEST_FACES = 50;

    /** Compares what both models said of the same faces. */
    static FidelityFigures of(JudgedNetwork.Judgements expected, JudgedNetwork.Judgements found) {
        OptionalDouble correlation = expected.qualities().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(new SpearmansCorrelation()
                        .correlation(numbers(expected.qualities()), numbers(found.qualities())));
        OptionalDouble cosine = IntStream.range(0, expected.embeddings().size())
                .mapToDouble(i -> expected.embeddings().get(i).cosine(found.embeddings().get(i)))
                .average();
        return new FidelityFigures(
                Math.max(expected.qualities().size(), expected.embeddings().size()), correlation, cosine);
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Whether the changed model judges faces as the original does.
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
        return words() + ", on " + judgedFaces + " faces";
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
        all.put("judged", judgedFaces + " faces");
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
