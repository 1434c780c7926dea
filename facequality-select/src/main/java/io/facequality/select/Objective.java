package io.facequality.select;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Selection.Optimality;
import io.facequality.internal.NamedSettings;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.internal.objective.Central;
import io.facequality.select.internal.objective.Coverage;
import io.facequality.select.internal.objective.Diverse;
import io.facequality.select.internal.objective.HighestQuality;
import io.facequality.select.internal.objective.Praise;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What a choice of faces is good for. {@link #central}, {@link #coverage}, {@link #diverse} and {@link #quality} are
 * the ones that come with the library; a class of your own is another:
 *
 * <pre>{@code
 * record Unlike() implements Objective {
 *     public String description() {
 *         return "mean cosine between the kept faces";
 *     }
 *
 *     public ChoiceValue among(ComparedFaces faces) {
 *         return kept -> {
 *             double sum = 0;
 *             for (int a : kept) {
 *                 for (int b : kept) {
 *                     sum += faces.cosine(a, b);
 *                 }
 *             }
 *             return sum / (kept.length * kept.length);
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>That is enough for every search but for the proof of large groups. {@link ChoiceValue} has two more methods that
 * make searches faster: {@link ChoiceValue#partialChoice} where it is cheap to say what another face in place of one
 * changes, and {@link ChoiceValue#lowerBound} where it is known what a part of a choice can lead to at best.
 *
 * <p>Immutable and safe for several threads. Plans show its {@link #name} and {@link #settings}.
 */
public interface Objective {

    /**
     * What a kept face of weight 0 costs in {@link #coverage()}, in distance. Measured: of the costs from 0 to 8, the
     * largest with which the left-out faces of people and clips are still covered at least as well as by {@link
     * #central()}.
     */
    double DEFAULT_QUALITY_COST = 4;

    /**
     * What is made as small as possible.
     *
     * @return words that complete "as small as possible: the ..."
     */
    String description();

    /**
     * Looks at a group.
     *
     * @param faces the group's faces, by ordinal
     * @return the value of choices among them
     */
    ChoiceValue among(ComparedFaces faces);

    /**
     * What plans call it.
     *
     * @return by default what a record's {@code toString} says, with its components; otherwise the name of the class
     */
    default String name() {
        return NamedSettings.name(this);
    }

    /**
     * What has a part in its values, for plans.
     *
     * @return the settings in the order in which plans show them; none by default
     */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * What is made as small as possible, where that depends on the vector that represents the kept faces.
     *
     * @param representation the selector's
     * @return by default {@link #description()}
     */
    default String description(Representation representation) {
        return description();
    }

    /**
     * Says why faces were kept.
     *
     * @param value of the choice
     * @param leftOut how many faces were not kept
     * @param optimality how good the choice is known to be
     * @return words that complete "kept: with 2 others it ..."
     */
    default String reason(double value, int leftOut, Optimality optimality) {
        return String.format(Locale.ROOT, "is %s by the objective (%.3f)", Praise.best(optimality), value);
    }

    /**
     * What represents the faces that are left out, which cross-validation measures their distance to.
     *
     * @return true for the mean of the kept faces; false, as by default, for the nearest kept face
     */
    default boolean isRepresentedByMean() {
        return false;
    }

    /**
     * How many numbers of eight bytes it holds for each pair of faces in either order, so that a group that does not fit
     * into memory is refused before.
     *
     * @return 0 by default
     */
    default int numbersPerPair() {
        return 0;
    }

    /**
     * CENTRAL: the published leave-p-out objective, the weighted mean distance of the left-out faces to the mean of the
     * kept ones,
     *
     * <pre>{@code sum_j w_j |e_j - m| / sum_j w_j,   j not in C}</pre>
     *
     * with {@code e_j} a face's embedding divided by its length and {@code w_j} its weight. From 0 to 2. The mean is
     * the selector's {@link Representation}; with {@link Representation#MEAN} this is what the published selection's
     * code computes. It rewards the most central faces, whatever their quality, and does not spread the choice over
     * views. Where all left-out faces weigh 0, each counts the same; likewise where all kept ones do in a weighted
     * mean.
     *
     * @return the objective
     */
    static Objective central() {
        return new Central();
    }

    /**
     * COVERAGE with {@value #DEFAULT_QUALITY_COST} as the cost of quality.
     *
     * @return the objective
     */
    static Objective coverage() {
        return coverage(DEFAULT_QUALITY_COST);
    }

    /**
     * COVERAGE: every face is close to some kept face that is good. The weighted mean over all faces of what it costs
     * to be represented by the kept face that does so most cheaply,
     *
     * <pre>{@code sum_j w_j min_i (|e_j - e_i| + cost (1 - w_i / w_max)) / sum_j w_j,   i in C}</pre>
     *
     * With a cost of 0 these are weighted k-medoids: kept faces cost nothing, left-out ones their distance. A larger
     * cost keeps a better face in place of one that is a little nearer to the others. From 0 to 2 + cost. Where all
     * faces weigh 0, each counts the same.
     *
     * @param qualityCost what a kept face of weight 0 costs, in distance, where one of the largest weight costs
     *     nothing; finite, at least 0
     * @return the objective
     * @throws InvalidInputException if the cost is out of its range
     */
    static Objective coverage(double qualityCost) {
        return new Coverage(qualityCost);
    }

    /**
     * DIVERSE with the group's median quality as the floor.
     *
     * @return the objective
     */
    static Objective diverse() {
        return new Diverse(Double.NaN);
    }

    /**
     * DIVERSE: the kept faces are far from each other, each above a quality floor. The value is {@code 2 - d}, with
     * {@code d} the smallest distance between two kept faces (2 for one face alone), plus 3 for each kept face below
     * the floor. Where fewer faces than wanted reach the floor, it is lowered to the quality of the last one needed.
     *
     * @param qualityFloor the lowest quality score, in the numbers of the quality model; not NaN
     * @return the objective
     * @throws InvalidInputException if the floor is NaN
     */
    static Objective diverse(double qualityFloor) {
        if (Double.isNaN(qualityFloor)) {
            throw InvalidInputException.ofValue("Objective", "a number as the quality floor", "NaN");
        }
        return new Diverse(qualityFloor);
    }

    /**
     * QUALITY with half the group's median distance between two faces as the smallest distance.
     *
     * @return the objective
     */
    static Objective quality() {
        return new HighestQuality(Double.NaN);
    }

    /**
     * QUALITY: the best scores, subject to a smallest distance from each other. The value is the mean over the kept
     * faces of how far the score is below the group's best, as a part of the group's range of scores (0 where all are
     * equal), plus 2 for each pair of kept faces that are closer than the smallest distance. So where the distance
     * leaves fewer faces than wanted, the fewest possible pairs are closer than it, and among such choices the best
     * scores win.
     *
     * @param smallestDistance the Euclidean distance of normalized embeddings, from 0 to 2; a cosine of {@code c} is a
     *     distance of {@code sqrt(2 - 2 c)}
     * @return the objective
     * @throws InvalidInputException if the distance is out of its range
     */
    static Objective quality(double smallestDistance) {
        if (!(smallestDistance >= 0 && smallestDistance <= 2)) {
            throw InvalidInputException.ofValue("Objective", "a distance from 0 to 2", smallestDistance);
        }
        return new HighestQuality(smallestDistance);
    }

    /**
     * The faces of a group as an objective sees them: ordinals from 0 to below {@link #size}, in the order of their ids,
     * with their qualities, weights, and the distances of their embeddings, each divided by its length. Immutable, safe
     * for several threads; every method takes constant time.
     */
    interface ComparedFaces {

        /**
         * How many faces there are.
         *
         * @return at least 1
         */
        int size();

        /**
         * How alike two faces are.
         *
         * @param one an ordinal
         * @param other an ordinal
         * @return the cosine of their embeddings, from -1 to 1 but for rounding
         */
        double cosine(int one, int other);

        /**
         * How far apart two faces are; near 0 more exact than what follows from the cosine.
         *
         * @param one an ordinal
         * @param other an ordinal
         * @return the Euclidean distance of their normalized embeddings, from 0 to 2; exactly 0 for equal ones
         */
        double distance(int one, int other);

        /**
         * A face's quality.
         *
         * @param face an ordinal
         * @return the model's score, finite; higher is better
         */
        double quality(int face);

        /**
         * How much a face counts, by the selector's {@link io.facequality.QualityScore.QualityWeighting}.
         *
         * @param face an ordinal
         * @return at least 0 and below 2; only ratios mean something, and all are 0 if no face counts
         */
        double weight(int face);
    }

    /**
     * What a search makes as small as possible: a number for every choice among the faces of one group, which are named by
     * ordinals from 0. Safe for several threads; what changes lives in {@link PartialChoice}s.
     */
    @FunctionalInterface
    interface ChoiceValue {

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

    /**
     * A choice under construction: faces are put on it and taken off like plates from a pile. What is known of the faces
     * below need not be computed again when those on top change, and since nothing is ever subtracted, nothing drifts: a
     * value depends on the faces and the order in which they lie, not on what was tried before. For one thread.
     */
    interface PartialChoice {

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
}
