package io.facequality.group;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.group.internal.people.CalibrationFit;
import io.facequality.group.internal.people.DefaultPeople;
import java.util.List;
import java.util.Objects;

/**
 * What the similarity of two faces, and their qualities, say about their being one person's: measured for one embedding
 * model and one quality model, on people who are known. There is none that suits every model.
 *
 * <p>Immutable and safe for several threads.
 *
 * @param space where the embeddings of faces lie
 * @param recognition how much of a person a face of some quality shows
 * @param joining when two clusters are one person's
 * @param origin the models, and the data that it was measured on
 */
public record PersonCalibration(FaceSpace space, Recognition recognition, Joining joining, Origin origin) {

    /** No face shows nothing or all of its person; closer to 0 or 1 the numbers mean nothing. */
    private static final double LEAST = 0.02;

    private static final double MOST = 0.98;

    /**
     * Where the embeddings of faces lie.
     *
     * @param center the mean of the unit vectors of many people's faces; it is taken off before faces are compared
     * @param dimensions in how many dimensions strangers differ: 1 by the mean square of their cosines, above 0
     */
    public record FaceSpace(Embedding center, double dimensions) {

        /** Checks the number. */
        public FaceSpace {
            Objects.requireNonNull(center, "center");
            requirePositive(dimensions, "dimensions");
        }
    }

    /**
     * How much of a person a face shows, by its quality q: {@code r = 1 / (1 + exp(-(intercept + slope q)))}. The cosine
     * of two faces of one person is {@code r1 r2} on average.
     *
     * @param intercept finite
     * @param slope finite
     */
    public record Recognition(double intercept, double slope) {

        /** Checks the numbers. */
        public Recognition {
            if (!Double.isFinite(intercept) || !Double.isFinite(slope)) {
                throw InvalidInputException.ofValue("Recognition", "finite numbers", intercept + " and " + slope);
            }
        }
    }

    /**
     * When two clusters are one person's.
     *
     * @param independence from 0 to 1: n pictures of a person tell as much as {@code n^independence} of different days
     * @param threshold the natural logarithm of how much likelier than not it must be, among as many faces as were
     *     measured; among others the logarithm of the ratio of the numbers is added, since among more faces chance finds
     *     more pairs that look alike
     * @param faces how many faces were measured, at least 1
     */
    public record Joining(double independence, double threshold, int faces) {

        /** Below it, a face of which nothing is visible would be anybody's. */
        private static final double LEAST_THRESHOLD = 1;

        /** Checks the ranges. */
        public Joining {
            if (!(independence >= 0 && independence <= 1) || !Double.isFinite(threshold) || faces < 1) {
                throw InvalidInputException.ofValue(
                        "Joining",
                        "an independence from 0 to 1, a finite threshold, and at least 1 face",
                        independence + ", " + threshold + ", " + faces);
            }
        }

        /**
         * The threshold among some faces.
         *
         * @param count how many there are; below 1 counts as 1
         * @return the natural logarithm of a likelihood ratio, at least 1
         */
        public double thresholdAmong(int count) {
            return Math.max(LEAST_THRESHOLD, threshold + Math.log(Math.max(1, count) / (double) faces));
        }
    }

    /**
     * What was measured.
     *
     * @param embedder the model that made the embeddings
     * @param scorer the model that gave the qualities
     * @param provenance on which data, and when, in words
     */
    public record Origin(ModelId embedder, ModelId scorer, String provenance) {

        /** Checks that nothing is missing. */
        public Origin {
            Objects.requireNonNull(embedder, "embedder");
            Objects.requireNonNull(scorer, "scorer");
            Objects.requireNonNull(provenance, "provenance");
        }
    }

    /** Checks that nothing is missing. */
    public PersonCalibration {
        Objects.requireNonNull(space, "space");
        Objects.requireNonNull(recognition, "recognition");
        Objects.requireNonNull(joining, "joining");
        Objects.requireNonNull(origin, "origin");
    }

    /**
     * The calibration that this library ships, for the embedded model.
     *
     * @param embedder the model that made the embeddings
     * @param scorer the model that gave the qualities
     * @return what was measured with them
     * @throws InvalidInputException if nothing was measured with these models; the message says what to do
     */
    public static PersonCalibration of(ModelId embedder, ModelId scorer) {
        return DefaultPeople.calibration(embedder, scorer);
    }

    /**
     * The calibration that this library ships.
     *
     * @return what was measured with the embedded model
     */
    public static PersonCalibration embedded() {
        return DefaultPeople.calibration();
    }

    /**
     * Measures on people who are known. It finds {@link FaceSpace} and {@link Recognition} by least squares, and {@link
     * Joining} as what puts these very people's faces together best (BCubed F). Give people as those whom it will be used
     * on, whom the embedding model was not trained on; some hundred, with two pictures at least.
     *
     * <p>Cost: {@code n² d} products for n faces of d components, some times over.
     *
     * @param people each person's faces, scored and embedded by one model each
     * @return the calibration
     * @throws InvalidInputException if there are no two people, or none with two faces, or the models differ
     */
    public static PersonCalibration ofPeople(List<FaceGroup> people) {
        return CalibrationFit.of(people);
    }

    /**
     * How much of its person a face shows.
     *
     * @param quality its quality
     * @return above 0 and below 1
     */
    public double recognizability(double quality) {
        double r = 1 / (1 + Math.exp(-(recognition.intercept + recognition.slope * quality)));
        return Math.max(LEAST, Math.min(MOST, r));
    }

    /**
     * The same with other words about its data.
     *
     * @param words on which data, and when
     * @return a copy
     */
    public PersonCalibration withProvenance(String words) {
        return new PersonCalibration(space, recognition, joining, new Origin(origin.embedder, origin.scorer, words));
    }

    private static void requirePositive(double value, String name) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw InvalidInputException.ofValue("PersonCalibration", "a number above 0 as " + name, value);
        }
    }
}
