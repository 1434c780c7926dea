package io.facequality.plan;

import io.facequality.DetectedFace;
import io.facequality.FaceId;
import java.util.Objects;
import java.util.Optional;

/**
 * What a plan says of one face.
 *
 * @param id which face of which picture; the source is the picture's path below the plan's root, with {@code /} between
 *     its parts
 * @param sha256 the digest of the picture when it was scored, 64 lower-case hexadecimal digits
 * @param quality its score; higher is better; comparable within the plan's quality model only
 * @param detection where it is in its picture; empty for a crop taken as it is
 * @param decision whether it is kept, and why
 */
public record PlannedFace(
        FaceId id, String sha256, double quality, Optional<DetectedFace> detection, Decision decision) {

    /** Checks that nothing is missing. */
    public PlannedFace {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(decision, "decision");
    }

    /**
     * What becomes of a face.
     *
     * @param kept whether it is kept
     * @param distanceToRepresentative how far it is from its group's representative vector, at least 0
     * @param distanceToNearestKept how far it is from the nearest other kept face, at least 0; infinite if there is none
     * @param reason why it is kept or dropped, in words
     * @param source who decided
     */
    public record Decision(
            boolean kept, double distanceToRepresentative, double distanceToNearestKept, String reason, Source source) {

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
            Objects.requireNonNull(source, "source");
        }

        /**
         * A decision of the program's.
         *
         * @param kept whether the face is kept
         * @param distanceToRepresentative how far it is from its group's representative vector, at least 0
         * @param distanceToNearestKept how far it is from the nearest other kept face, at least 0; infinite if there is
         *     none
         * @param reason why it is kept or dropped, in words
         */
        public Decision(
                boolean kept, double distanceToRepresentative, double distanceToNearestKept, String reason) {
            this(kept, distanceToRepresentative, distanceToNearestKept, reason, Source.PROGRAM);
        }

        /**
         * The same face, as a person decided. The distances stay those of the plan.
         *
         * @param keeps whether it is kept now
         * @param why the reason in words
         * @return another decision
         */
        public Decision byPerson(boolean keeps, String why) {
            return new Decision(keeps, distanceToRepresentative, distanceToNearestKept, why, Source.PERSON);
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
     * Why it is kept or dropped.
     *
     * @return the reason in words
     */
    public String reason() {
        return decision.reason();
    }
}
