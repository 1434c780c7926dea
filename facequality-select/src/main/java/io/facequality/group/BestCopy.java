package io.facequality.group;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Puts copies of one shot into the order in which they are worth keeping, and says why. This is the one rule for the
 * best copy; each criterion decides only where those before it do not:
 *
 * <ol>
 *   <li>A whole picture goes before a damaged one.
 *   <li>A copy as it was shot goes before one that was turned or mirrored, where the other copies tell.
 *   <li>Quality, but only beyond a tolerance below the best: a score tells a blurred copy from a sharp one, but not a
 *       picture from the same picture encoded again, where it differs by accident.
 *   <li>The larger face, by the distance of the eyes in the picture, which bars around the picture do not change. Within
 *       4 % it is the same, since detectors err: in copies of 43 photographs, 1 distance of 343 was off by more.
 *       Pictures that are taken as faces are compared by their sides.
 *   <li>A picture without bars around it goes before one with bars, such as a screenshot.
 *   <li>A copy in a preferred folder.
 *   <li>What the camera noted: the date first, then its name. Programs that save a picture again often lose both.
 *   <li>A copy that is as bright as most others and no noisier, where there are three or more.
 *   <li>The larger file, the higher quality, and at last the name.
 * </ol>
 *
 * <p>The tolerances are measured from the best of the whole group, so the order is total and does not depend on the order
 * in which the copies are given. A file that was enlarged, or encoded again with less loss than it had lost before, is
 * larger than its original and wins wrongly: nothing in the file says so.
 *
 * <p>Immutable and safe for several threads.
 */
public final class BestCopy {

    private static final double SAME_SIZE = 0.96;

    /**
     * What is known of the picture and the file that a copy lies in.
     *
     * @param damage what is damaged in it, as in "its data ends early"; empty for a whole picture
     * @param pixels width times height of the decoded picture, at least 0
     * @param bars whether there are bars around the picture
     * @param capture what the camera noted
     * @param bytes the length of the file, at least 0
     * @param folder the place of the file's folder in the order of preference, from 0 for the most preferred
     */
    public record Facts(
            Optional<String> damage, long pixels, boolean bars, Capture capture, long bytes, int folder) {

        private static final Facts UNKNOWN = new Facts(Optional.empty(), 0, false, Capture.NONE, 0);

        /**
         * What is known of a file where no folder is preferred.
         *
         * @param damage what is damaged in it, as in "its data ends early"; empty for a whole picture
         * @param pixels width times height of the decoded picture, at least 0
         * @param bars whether there are bars around the picture
         * @param capture what the camera noted
         * @param bytes the length of the file, at least 0
         */
        public Facts(Optional<String> damage, long pixels, boolean bars, Capture capture, long bytes) {
            this(damage, pixels, bars, capture, bytes, 0);
        }

        /** Checks that nothing is missing or negative. */
        public Facts {
            Objects.requireNonNull(damage, "damage");
            Objects.requireNonNull(capture, "capture");
            if (pixels < 0 || bytes < 0 || folder < 0) {
                throw InvalidInputException.ofValue("BestCopy", "counts of at least 0", pixels + " pixels, " + bytes + " bytes and " + folder);
            }
        }
    }

    /**
     * What a camera noted in a file.
     *
     * @param taken when the picture was taken, in the camera's time zone
     * @param camera what the camera is called
     */
    public record Capture(Optional<LocalDateTime> taken, Optional<String> camera) {

        /** Nothing was noted. */
        public static final Capture NONE = new Capture(Optional.empty(), Optional.empty());

        /** Checks that nothing is missing. */
        public Capture {
            Objects.requireNonNull(taken, "taken");
            Objects.requireNonNull(camera, "camera");
        }
    }

    /**
     * What is known of a copy by comparing it with the others.
     *
     * @param alteration how it was altered, as in "turned by 8 degrees"; empty if it lies as most copies do
     * @param deviation how it differs from most copies otherwise, as in "brighter"; empty if it does not
     * @param scale what its eye distance is to be multiplied by, since landmarks err; positive
     */
    public record Compared(Optional<String> alteration, Optional<String> deviation, double scale) {

        private static final Compared NOTHING = new Compared(Optional.empty(), Optional.empty(), 1);

        /** Checks that nothing is missing, and the range. */
        public Compared {
            Objects.requireNonNull(alteration, "alteration");
            Objects.requireNonNull(deviation, "deviation");
            if (!(scale > 0)) {
                throw InvalidInputException.ofValue("BestCopy", "a positive scale", scale);
            }
        }
    }

    /**
     * A copy in its place.
     *
     * @param face the copy
     * @param reason why the first copy goes before it, as a sentence; for the first one that it is the best
     */
    public record Ranked(FaceRecord face, String reason) {

        /** Checks that nothing is missing. */
        public Ranked {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(reason, "reason");
        }
    }

    private final double qualityTolerance;
    private final Function<FaceRecord, Optional<Facts>> facts;
    private final Function<FaceGroup, Map<FaceId, Compared>> comparison;

    /**
     * Says what counts.
     *
     * @param qualityTolerance by how much a quality may be below the best to be taken as equal, finite, at least 0; for
     *     the embedded model {@link DefaultThresholds#qualityTolerance}
     * @param facts gives what is known of a face's picture and file; asked only for faces that have copies; a face
     *     without is taken as whole and the smallest
     * @throws InvalidInputException if the tolerance is out of its range
     */
    public BestCopy(double qualityTolerance, Function<FaceRecord, Optional<Facts>> facts) {
        this(qualityTolerance, facts, copies -> Map.of());
    }

    /**
     * Says what counts, with what copies tell of each other.
     *
     * @param qualityTolerance by how much a quality may be below the best to be taken as equal, finite, at least 0
     * @param facts gives what is known of a face's picture and file
     * @param comparison gives what is known of a group's copies by comparing them, for any of them
     * @throws InvalidInputException if the tolerance is out of its range
     */
    public BestCopy(
            double qualityTolerance,
            Function<FaceRecord, Optional<Facts>> facts,
            Function<FaceGroup, Map<FaceId, Compared>> comparison) {
        if (!(qualityTolerance >= 0) || Double.isInfinite(qualityTolerance)) {
            throw InvalidInputException.ofValue("BestCopy", "a tolerance of at least 0", qualityTolerance);
        }
        this.qualityTolerance = qualityTolerance;
        this.facts = Objects.requireNonNull(facts, "facts");
        this.comparison = Objects.requireNonNull(comparison, "comparison");
    }

    /**
     * Chooses.
     *
     * @param copies copies of one shot, scored by one model
     * @return the face to keep
     */
    public FaceRecord of(FaceGroup copies) {
        return ranked(copies).get(0).face();
    }

    /**
     * Puts copies into their order.
     *
     * @param copies copies of one shot, scored by one model
     * @return all of them, the best first
     */
    public List<Ranked> ranked(FaceGroup copies) {
        if (copies.size() == 1) {
            return List.of(new Ranked(copies.faces().get(0), "It is alone."));
        }
        List<RankedCopy> ranked =
                compared(copies).stream().sorted(CopyCriterion.ORDER).toList();
        RankedCopy best = ranked.get(0);
        return ranked.stream()
                .map(copy -> new Ranked(copy.face(), copy == best ? praise(ranked) : CopyCriterion.reason(best, copy)))
                .toList();
    }

    private static String praise(List<RankedCopy> ranked) {
        RankedCopy best = ranked.get(0);
        return "It is the best of " + ranked.size() + " copies"
                + best.facts().damage().map(damage -> ", all of them damaged: " + damage).orElse("") + ".";
    }

    /** Measures every copy by the best of those that no earlier criterion sets back. */
    private List<RankedCopy> compared(FaceGroup copies) {
        boolean eyes = copies.faces().stream().allMatch(face -> face.eyeDistance().isPresent());
        Map<FaceId, Compared> compared = comparison.apply(copies);
        List<RankedCopy> measured = copies.faces().stream()
                .map(face -> RankedCopy.of(
                        face,
                        facts.apply(face).orElse(Facts.UNKNOWN),
                        compared.getOrDefault(face.id(), Compared.NOTHING),
                        eyes))
                .toList();
        List<RankedCopy> whole = thoseThat(RankedCopy::isWhole, measured);
        List<RankedCopy> asShot = thoseThat(RankedCopy::isAsShot, whole);
        double lowest = most(RankedCopy::quality, asShot) - qualityTolerance;
        List<RankedCopy> good = thoseThat(copy -> copy.quality() >= lowest, asShot);
        double smallest = most(RankedCopy::size, good) * SAME_SIZE;
        return measured.stream()
                .map(copy -> copy.with(copy.quality() >= lowest, copy.size() >= smallest))
                .toList();
    }

    /** All of them, if none does. */
    private static List<RankedCopy> thoseThat(Predicate<RankedCopy> criterion, List<RankedCopy> copies) {
        List<RankedCopy> some = copies.stream().filter(criterion).toList();
        return some.isEmpty() ? copies : some;
    }

    private static double most(ToDoubleFunction<RankedCopy> measure, List<RankedCopy> copies) {
        return copies.stream().mapToDouble(measure).max().orElseThrow();
    }
}
