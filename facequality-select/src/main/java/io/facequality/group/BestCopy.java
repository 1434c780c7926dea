package io.facequality.group;

import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chooses the one face to keep among copies of one shot.
 *
 * <p>A quality score tells a blurred copy from a sharp one, but not a picture from the same picture encoded again:
 * there the scores differ by accident. So the faces whose quality is within a tolerance of the group's best stand to
 * choice; among them the one with the most pixels wins, then the one whose file has the most bytes, then the higher
 * quality, then the first id. A file that was enlarged, or encoded again with less loss than it had lost before, is
 * larger than its original and wins wrongly: nothing in the file says so.
 *
 * <p>Immutable and safe for several threads.
 */
public final class BestCopy {

    /**
     * How much of the shot a picture holds.
     *
     * @param pixels width times height of the decoded picture, at least 0
     * @param bytes the length of its file, at least 0
     */
    public record Fidelity(long pixels, long bytes) {

        private static final Fidelity UNKNOWN = new Fidelity(0, 0);
        private static final Comparator<Fidelity> ORDER =
                Comparator.comparingLong(Fidelity::pixels).thenComparingLong(Fidelity::bytes);

        /** Checks that nothing is negative. */
        public Fidelity {
            if (pixels < 0 || bytes < 0) {
                throw InvalidInputException.ofValue(
                        "BestCopy", "counts of at least 0", pixels + " pixels and " + bytes + " bytes");
            }
        }
    }

    private final double qualityTolerance;
    private final Function<FaceRecord, Optional<Fidelity>> fidelities;

    /**
     * Says what counts.
     *
     * @param qualityTolerance by how much a quality may be below the best to be taken as equal, finite, at least 0; for
     *     the embedded model {@link DefaultThresholds#qualityTolerance}
     * @param fidelities gives the size of a face's picture and file; a face without is taken as the smallest
     * @throws InvalidInputException if the tolerance is out of its range
     */
    public BestCopy(double qualityTolerance, Function<FaceRecord, Optional<Fidelity>> fidelities) {
        if (!(qualityTolerance >= 0) || Double.isInfinite(qualityTolerance)) {
            throw InvalidInputException.ofValue("BestCopy", "a tolerance of at least 0", qualityTolerance);
        }
        this.qualityTolerance = qualityTolerance;
        this.fidelities = Objects.requireNonNull(fidelities, "fidelities");
    }

    /**
     * Chooses.
     *
     * @param copies copies of one shot, scored by one model
     * @return the face to keep
     */
    public FaceRecord of(FaceGroup copies) {
        double best = copies.faces().stream()
                .mapToDouble(BestCopy::quality)
                .max()
                .orElseThrow();
        return copies.faces().stream()
                .filter(face -> quality(face) >= best - qualityTolerance)
                .min(Comparator.comparing(this::fidelity, Fidelity.ORDER.reversed())
                        .thenComparing(Comparator.comparingDouble(BestCopy::quality).reversed())
                        .thenComparing(FaceRecord::id))
                .orElseThrow();
    }

    private Fidelity fidelity(FaceRecord face) {
        return fidelities.apply(face).orElse(Fidelity.UNKNOWN);
    }

    private static double quality(FaceRecord face) {
        return face.quality().value();
    }
}
