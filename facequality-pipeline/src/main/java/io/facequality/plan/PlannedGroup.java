package io.facequality.plan;

import io.facequality.DetectedFace;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a plan says of one group of faces: a person's, or near-duplicates.
 *
 * @param name the group's name; for a folder its path below the plan's root, with {@code /} between its parts
 * @param faces every face of the group, kept and dropped, in the order of their pictures
 * @param choice how the kept faces were chosen
 * @param widest the two faces of a group of near-duplicates that are least alike; empty for a folder or a face alone
 */
public record PlannedGroup(String name, List<PlannedFace> faces, Choice choice, Optional<WidestPair> widest) {

    /** Copies the list and checks that nothing is missing. */
    public PlannedGroup {
        Objects.requireNonNull(name, "name");
        faces = List.copyOf(faces);
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(widest, "widest");
    }

    /**
     * How the kept faces of a group were chosen.
     *
     * @param representative the vector that stands for the kept faces
     * @param objective what was made as small as possible, in words
     * @param objectiveValue its value, lower is better; empty if the group was kept whole
     * @param search what looked for the choice
     * @param heldOutError how well the kept faces represent others by cross-validation, where that had a part in the
     *     choice
     */
    public record Choice(
            Representative representative,
            String objective,
            OptionalDouble objectiveValue,
            Search search,
            Optional<HeldOutError> heldOutError) {

        /** Checks that nothing is missing. */
        public Choice {
            Objects.requireNonNull(representative, "representative");
            Objects.requireNonNull(objective, "objective");
            Objects.requireNonNull(objectiveValue, "objectiveValue");
            Objects.requireNonNull(search, "search");
            Objects.requireNonNull(heldOutError, "heldOutError");
        }
    }

    /**
     * The search for a choice.
     *
     * @param description which search ran, in words
     * @param optimality how good the choice is known to be
     * @param evaluations how many combinations were evaluated
     */
    public record Search(String description, Optimality optimality, long evaluations) {

        /** Checks that nothing is missing. */
        public Search {
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(optimality, "optimality");
        }
    }

    /**
     * Puts a selection into the form of a plan.
     *
     * @param selection what was chosen of the group
     * @param widest the two faces of the group that are least alike, where the grouping knows them
     * @return the same decisions, without the embeddings
     */
    public static PlannedGroup of(Selection selection, Optional<WidestPair> widest) {
        return of(selection, widest, face -> Optional.empty());
    }

    /**
     * The same, with what is wrong with the faces.
     *
     * @param selection what was chosen of the group
     * @param widest the two faces of the group that are least alike, where the grouping knows them
     * @param qualityReasons gives a face's sentence; empty for a face that nothing is wrong with
     * @return the same decisions, without the embeddings
     */
    public static PlannedGroup of(
            Selection selection,
            Optional<WidestPair> widest,
            Function<? super FaceRecord, Optional<String>> qualityReasons) {
        return new PlannedGroup(
                selection.group(),
                selection.decisions().stream()
                        .map(decision -> face(decision, qualityReasons.apply(decision.face())))
                        .toList(),
                new Choice(
                        selection.representative(),
                        selection.objective(),
                        selection.objectiveValue(),
                        new Search(selection.search(), selection.optimality(), selection.evaluations()),
                        selection.heldOutError()),
                widest);
    }

    private static PlannedFace face(Decision decision, Optional<String> qualityReason) {
        FaceRecord face = decision.face();
        return new PlannedFace(
                face.id(),
                face.pictureSha256(),
                face.quality().value(),
                face.detection(),
                qualityReason,
                new PlannedFace.Decision(
                        decision.kept(),
                        decision.distanceToRepresentative(),
                        decision.distanceToNearestKept(),
                        decision.reason(),
                        decision.copyOf(),
                        PlannedFace.Decision.Source.PROGRAM));
    }

    /**
     * The kept faces.
     *
     * @return at least one, in order; none only where a person dropped every face
     */
    public List<PlannedFace> kept() {
        return faces.stream().filter(PlannedFace::kept).toList();
    }

    /**
     * The dropped faces.
     *
     * @return any number, in order
     */
    public List<PlannedFace> dropped() {
        return faces.stream().filter(face -> !face.kept()).toList();
    }

    /**
     * Whether a person changed what the program had chosen. The choice, with its vector, is then still the program's.
     *
     * @return true if a person decided about any face
     */
    public boolean isChangedByPerson() {
        return faces.stream().anyMatch(PlannedFace::decidedByPerson);
    }

    /**
     * The vector that stands for the kept faces.
     *
     * @return in the space of the plan's embeddings
     */
    public Representative representative() {
        return choice.representative();
    }

    /**
     * What was made as small as possible.
     *
     * @return the objective in words
     */
    public String objective() {
        return choice.objective();
    }

    /**
     * The objective's value for the kept faces.
     *
     * @return lower is better; empty if the group was kept whole
     */
    public OptionalDouble objectiveValue() {
        return choice.objectiveValue();
    }

    /**
     * How good the choice is known to be.
     *
     * @return proven best, within a gap of the best, or unknown
     */
    public Optimality optimality() {
        return choice.search().optimality();
    }

    /**
     * Which search ran.
     *
     * @return the search in words
     */
    public String search() {
        return choice.search().description();
    }

    /**
     * What the search cost.
     *
     * @return how many combinations were evaluated
     */
    public long evaluations() {
        return choice.search().evaluations();
    }

    /**
     * How well the kept faces represent others by cross-validation.
     *
     * @return empty where it had no part in the choice
     */
    public Optional<HeldOutError> heldOutError() {
        return choice.heldOutError();
    }

    /**
     * What a plan says of one face.
     *
     * @param id which face of which picture; the source is the picture's path below the plan's root, with {@code /} between
     *     its parts
     * @param sha256 the digest of the picture when it was scored, 64 lower-case hexadecimal digits
     * @param quality its score; higher is better; comparable within the plan's quality model only
     * @param detection where it is in its picture; empty for a crop taken as it is
     * @param qualityReason what is wrong with it, in words; empty where nothing is, or nobody looked
     * @param decision whether it is kept, and why
     */
    public record PlannedFace(
            FaceId id,
            String sha256,
            double quality,
            Optional<DetectedFace> detection,
            Optional<String> qualityReason,
            Decision decision) {

        /** Checks that nothing is missing. */
        public PlannedFace {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(detection, "detection");
            Objects.requireNonNull(qualityReason, "qualityReason");
            Objects.requireNonNull(decision, "decision");
        }

        /**
         * A face of which nobody said what is wrong with it.
         *
         * @param id which face of which picture
         * @param sha256 the digest of the picture when it was scored
         * @param quality its score
         * @param detection where it is in its picture; empty for a crop taken as it is
         * @param decision whether it is kept, and why
         */
        public PlannedFace(
                FaceId id, String sha256, double quality, Optional<DetectedFace> detection, Decision decision) {
            this(id, sha256, quality, detection, Optional.empty(), decision);
        }

        /**
         * What becomes of a face.
         *
         * @param kept whether it is kept
         * @param distanceToRepresentative how far it is from its group's representative vector, at least 0
         * @param distanceToNearestKept how far it is from the nearest other kept face, at least 0; infinite if there is none
         * @param reason why it is kept or dropped, in words
         * @param copyOf the best copy of the shot that the face is a worse copy of; empty if it is the best or the only
         *     copy, or nobody looked for copies
         * @param source who decided
         */
        public record Decision(
                boolean kept,
                double distanceToRepresentative,
                double distanceToNearestKept,
                String reason,
                Optional<FaceId> copyOf,
                Source source) {

            /** Who decided. */
            public enum Source {
                /** The program did, when it made the plan. */
                PROGRAM,
                /** A person did, who looked at the plan. It stands beside the plan, and no plan's file says it. */
                PERSON
            }

            /** Checks that nothing is missing. */
            public Decision {
                Objects.requireNonNull(reason, "reason");
                Objects.requireNonNull(copyOf, "copyOf");
                Objects.requireNonNull(source, "source");
            }

            /**
             * A decision of the program's about a face that is nobody's worse copy.
             *
             * @param kept whether it is kept
             * @param distanceToRepresentative how far it is from its group's representative vector, at least 0
             * @param distanceToNearestKept how far it is from the nearest other kept face; infinite if there is none
             * @param reason why it is kept or dropped, in words
             */
            public Decision(
                    boolean kept, double distanceToRepresentative, double distanceToNearestKept, String reason) {
                this(kept, distanceToRepresentative, distanceToNearestKept, reason, Optional.empty(), Source.PROGRAM);
            }

            /**
             * The same face, as a person decided. The distances, and what it is a copy of, stay those of the plan.
             *
             * @param keeps whether it is kept now
             * @param why the reason in words
             * @return another decision
             */
            public Decision byPerson(boolean keeps, String why) {
                return new Decision(keeps, distanceToRepresentative, distanceToNearestKept, why, copyOf, Source.PERSON);
            }
        }

        /**
         * The picture that the face is in.
         *
         * @return its path below the plan's root, with {@code /} between its parts
         */
        public String picture() {
            return id.source();
        }

        /**
         * Which of the picture's faces it is.
         *
         * @return an ordinal, from 0
         */
        public int face() {
            return id.face();
        }

        /**
         * Whether the face is kept.
         *
         * @return false if it is dropped
         */
        public boolean kept() {
            return decision.kept();
        }

        /**
         * Whether a person decided, and not the program.
         *
         * @return true if so
         */
        public boolean decidedByPerson() {
            return decision.source() == Decision.Source.PERSON;
        }

        /**
         * How far it is from its group's representative vector.
         *
         * @return at least 0
         */
        public double distanceToRepresentative() {
            return decision.distanceToRepresentative();
        }

        /**
         * How far it is from the nearest other kept face.
         *
         * @return at least 0; infinite if there is none
         */
        public double distanceToNearestKept() {
            return decision.distanceToNearestKept();
        }

        /**
         * The best copy of the shot that the face is a worse copy of.
         *
         * @return empty if the face is the best or the only copy, or nobody looked for copies
         */
        public Optional<FaceId> copyOf() {
            return decision.copyOf();
        }

        /**
         * Why it is kept or dropped.
         *
         * @return the reason in words
         */
        public String reason() {
            return decision.reason();
        }
    }
}
