package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a selector chose from a group, with its reasons and what the choice cost.
 *
 * @param group the group's name
 * @param decisions one for each face, in the group's order; at least one is kept
 * @param representative the vector that stands for the kept faces
 * @param objective what was made as small as possible, in words
 * @param objectiveValue its value, lower is better; empty if the group was kept whole and nothing had to be chosen
 * @param optimality how good the choice is known to be
 * @param search which search ran and why it was chosen, in words
 * @param evaluations how many combinations were evaluated
 * @param heldOutError how well the kept faces represent others by cross-validation, where that had a part in the choice
 */
public record Selection(
        String group,
        List<Decision> decisions,
        Representative representative,
        String objective,
        OptionalDouble objectiveValue,
        Optimality optimality,
        String search,
        long evaluations,
        Optional<HeldOutError> heldOutError) {

    /** How good a selection is known to be, compared with the best that there is. */
    public sealed interface Optimality {

        /** Nothing better exists. */
        record Proven() implements Optimality {}

        /**
         * The best that exists is better by no more than a stated share.
         *
         * @param gap {@code (found - lower bound) / found} of the objective's value, from 0 to 1
         */
        record WithinGap(double gap) implements Optimality {
            /** Checks that the gap is in its range. */
            public WithinGap {
                if (!(gap >= 0 && gap <= 1)) {
                    throw InvalidInputException.ofValue("Optimality", "a gap from 0 to 1", gap);
                }
            }
        }

        /** The best that was found; nothing is known about what was not looked at. */
        record Heuristic() implements Optimality {}
    }

    /**
     * How well a choice of faces represents faces that had no part in it, by cross-validation.
     *
     * @param folds how many parts of the group it was measured on
     * @param mean the mean over the folds of the weighted mean distance, in the selector's distance; at least 0, lower is
     *     better
     * @param standardError of that mean: the standard deviation over the folds divided by the root of their number; 0 for
     *     one fold
     */
    public record HeldOutError(int folds, double mean, double standardError) {

        /** Checks that the numbers are in their ranges. */
        public HeldOutError {
            if (folds < 1 || !(mean >= 0) || !(standardError >= 0)) {
                throw InvalidInputException.ofValue(
                        "HeldOutError",
                        "at least 1 fold and errors of at least 0",
                        folds + " folds, " + mean + " and " + standardError);
            }
        }
    }

    /**
     * One vector that stands for a group: the mean of the kept faces' normalized embeddings, in double precision.
     *
     * <p>Immutable and safe to share between threads.
     */
    public static final class Representative {

        private final double[] values;

        private Representative(double[] values) {
            this.values = values;
        }

        /**
         * Copies a vector.
         *
         * @param values its components, finite
         * @return the representative
         * @throws InvalidInputException if there are no components or one is not finite
         */
        public static Representative copyOf(double... values) {
            if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
                throw InvalidInputException.ofValue("Representative", "finite components", Arrays.toString(values));
            }
            return new Representative(values.clone());
        }

        /**
         * The number of components.
         *
         * @return at least 1
         */
        public int dimension() {
            return values.length;
        }

        /**
         * A copy of the components.
         *
         * @return the vector
         */
        public double[] toArray() {
            return values.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Representative that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Representative[dimension=" + values.length + "]";
        }
    }

    /** Copies the list and checks that something is kept. */
    public Selection {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(representative, "representative");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(objectiveValue, "objectiveValue");
        Objects.requireNonNull(optimality, "optimality");
        Objects.requireNonNull(search, "search");
        Objects.requireNonNull(heldOutError, "heldOutError");
        decisions = List.copyOf(decisions);
        if (decisions.stream().noneMatch(Decision::kept)) {
            throw InvalidInputException.ofValue("Selection", "at least one kept face in the group " + group, "none");
        }
        if (evaluations < 0) {
            throw InvalidInputException.ofValue("Selection", "a count of at least 0", evaluations);
        }
    }

    /**
     * A selection without cross-validation.
     *
     * @param group the group's name
     * @param decisions one for each face, in the group's order; at least one is kept
     * @param representative the vector that stands for the kept faces
     * @param objective what was made as small as possible, in words
     * @param objectiveValue its value, lower is better; empty if nothing had to be chosen
     * @param optimality how good the choice is known to be
     * @param search which search ran and why it was chosen, in words
     * @param evaluations how many combinations were evaluated
     */
    public Selection(
            String group,
            List<Decision> decisions,
            Representative representative,
            String objective,
            OptionalDouble objectiveValue,
            Optimality optimality,
            String search,
            long evaluations) {
        this(
                group, decisions, representative, objective, objectiveValue, optimality, search, evaluations,
                Optional.empty());
    }

    /**
     * What a selector of one's own chose. Distances are Euclidean, between normalized embeddings; the representative is
     * the mean of those of the kept faces; nothing is said about how good the choice is.
     *
     * @param group the group
     * @param kept which of its faces are kept, each once, at least one
     * @param reason why a face is kept or dropped, one sentence
     * @return the selection
     * @throws InvalidInputException if no face is kept, or one that is not in the group
     */
    public static Selection of(
            FaceGroup group, List<FaceRecord> kept, Function<? super FaceRecord, String> reason) {
        if (kept.isEmpty() || !group.faces().containsAll(kept)) {
            throw InvalidInputException.ofValue(
                    "Selection", "at least one face to keep, of the group " + group.name(),
                    kept.isEmpty() ? "none" : "faces of another group");
        }
        KeptFaces all = new KeptFaces(List.copyOf(kept));
        return new Selection(
                group.name(),
                group.faces().stream()
                        .map(face -> new Decision(
                                face,
                                all.contains(face),
                                all.distanceToRepresentative(face),
                                all.distanceToNearest(face),
                                reason.apply(face)))
                        .toList(),
                all.representative(),
                "the selector's own",
                OptionalDouble.empty(),
                new Optimality.Heuristic(),
                "the selector's own",
                group.size());
    }

    /**
     * The same choice, with more said about how it was made.
     *
     * @param aim what was made as small as possible, or is kept, in words
     * @param howGood how good the choice is known to be
     * @param how which search ran, in words
     * @return another selection
     */
    public Selection describedAs(String aim, Optimality howGood, String how) {
        return new Selection(
                group, decisions, representative, aim, objectiveValue, howGood, how, evaluations, heldOutError);
    }

    /**
     * The kept faces.
     *
     * @return at least one, in the group's order
     */
    public List<Decision> kept() {
        return decisions.stream().filter(Decision::kept).toList();
    }

    /**
     * The dropped faces.
     *
     * @return any number, in the group's order
     */
    public List<Decision> dropped() {
        return decisions.stream().filter(decision -> !decision.kept()).toList();
    }

    /**
     * What became of one face of a group, and why.
     *
     * @param face the face
     * @param kept whether it is kept
     * @param distanceToRepresentative how far it is from the selection's representative vector, in the selector's distance;
     *     at least 0
     * @param distanceToNearestKept how far it is from the nearest kept face other than itself, in the selector's distance;
     *     at least 0; infinite if no other face is kept
     * @param reason the reason in words, one sentence
     * @param copyOf the best copy of the shot that the face is a worse copy of; empty if it is the best or the only copy,
     *     or nobody looked for copies
     */
    public record Decision(
            FaceRecord face,
            boolean kept,
            double distanceToRepresentative,
            double distanceToNearestKept,
            String reason,
            Optional<FaceId> copyOf) {

        /** Checks the distances and that a reason is given. */
        public Decision {
            Objects.requireNonNull(face, "face");
            if (!(distanceToRepresentative >= 0) || !(distanceToNearestKept >= 0)) {
                throw InvalidInputException.ofValue(
                        "Decision", "distances of at least 0", distanceToRepresentative + " and " + distanceToNearestKept);
            }
            if (reason.isBlank()) {
                throw InvalidInputException.ofValue("Decision", "a reason for " + face.id(), "none");
            }
            Objects.requireNonNull(copyOf, "copyOf");
        }

        /**
         * A decision about a face that is nobody's worse copy.
         *
         * @param face the face
         * @param kept whether it is kept
         * @param distanceToRepresentative how far it is from the selection's representative vector; at least 0
         * @param distanceToNearestKept how far it is from the nearest kept face other than itself; infinite if there is
         *     none
         * @param reason the reason in words, one sentence
         */
        public Decision(
                FaceRecord face,
                boolean kept,
                double distanceToRepresentative,
                double distanceToNearestKept,
                String reason) {
            this(face, kept, distanceToRepresentative, distanceToNearestKept, reason, Optional.empty());
        }

        /**
         * The same about a worse copy.
         *
         * @param best the best copy of the same shot
         * @return another decision
         */
        public Decision asCopyOf(FaceId best) {
            return new Decision(
                    face, kept, distanceToRepresentative, distanceToNearestKept, reason, Optional.of(best));
        }
    }
}
