package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Objects;

/**
 * How useful a face is for recognition, as one model sees it (utility in the sense of ISO/IEC 29794-1).
 *
 * @param value the raw score; higher is better; its range is the model's own (eDifFIQA: roughly 0 to 1 but unbounded)
 * @param model the model that gave it; scores of different models are not comparable
 */
public record QualityScore(double value, ModelId model) {

    /** Checks that the score is finite. */
    public QualityScore {
        Objects.requireNonNull(model, "model");
        if (!Double.isFinite(value)) {
            throw InvalidInputException.ofValue("QualityScore", "a finite quality", value);
        }
    }

    /**
     * Turns a raw score into a weight. A raw score may be negative, so it is no legal weight as it stands; the mapping is
     * therefore always said explicitly.
     */
    @FunctionalInterface
    public interface QualityWeighting {

        /** The smallest weight that {@link #atLeast} gives by default: a face never counts for nothing. */
        double DEFAULT_FLOOR = 1e-6;

        /**
         * The weight of a face.
         *
         * @param score its score
         * @return its weight, finite and at least 0; higher counts more
         */
        double weight(QualityScore score);

        /**
         * What plans call it.
         *
         * @return by default the implementing class
         */
        default String name() {
            return ModelId.ofCode(this).name();
        }

        /**
         * The score itself where it is large enough, otherwise a floor. The default is {@code atLeast(DEFAULT_FLOOR)}.
         *
         * @param floor the smallest weight, at least 0
         * @return the mapping {@code max(score, floor)}
         */
        static QualityWeighting atLeast(double floor) {
            return new AtLeast(floor);
        }

        /**
         * Every face counts the same.
         *
         * @return the mapping to 1
         */
        static QualityWeighting uniform() {
            return new Uniform();
        }

        /**
         * What {@link #atLeast} gives.
         *
         * @param floor the smallest weight, at least 0
         */
        record AtLeast(double floor) implements QualityWeighting {

            /** Checks the floor. */
            public AtLeast {
                if (!(floor >= 0) || Double.isInfinite(floor)) {
                    throw InvalidInputException.ofValue("QualityWeighting", "a finite floor of at least 0", floor);
                }
            }

            @Override
            public double weight(QualityScore score) {
                return Math.max(score.value(), floor);
            }

            @Override
            public String name() {
                return "max(score, " + floor + ")";
            }
        }

        /** What {@link #uniform} gives. */
        record Uniform() implements QualityWeighting {

            @Override
            public double weight(QualityScore score) {
                return 1;
            }

            @Override
            public String name() {
                return "uniform";
            }
        }
    }
}
