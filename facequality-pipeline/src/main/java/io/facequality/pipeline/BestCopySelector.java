package io.facequality.pipeline;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.Optimality;
import io.facequality.Representative;
import io.facequality.Selection;
import io.facequality.Verdict;
import io.facequality.group.BestCopy;
import io.facequality.group.DefaultThresholds;
import java.util.Locale;
import java.util.OptionalDouble;

/** Keeps of each group the copy that {@link BestCopy} chooses, and says why. */
final class BestCopySelector implements DuplicateSelector {

    private final BestCopy bestCopy;
    private final double tolerance;

    private BestCopySelector(BestCopy bestCopy, double tolerance) {
        this.bestCopy = bestCopy;
        this.tolerance = tolerance;
    }

    static BestCopySelector of(JudgedFolder folder, ModelId scorer) {
        double tolerance = tolerance(scorer);
        return new BestCopySelector(
                new BestCopy(
                        tolerance,
                        face -> folder.note(face).map(note -> new BestCopy.Fidelity(note.pixels(), note.bytes()))),
                tolerance);
    }

    /** Of another model's scores nothing is known, so every difference counts. */
    private static double tolerance(ModelId scorer) {
        try {
            return DefaultThresholds.qualityTolerance(scorer);
        } catch (InvalidInputException e) {
            return 0;
        }
    }

    @Override
    public Selection select(FaceGroup group, Keep keep) {
        FaceRecord best = bestCopy.of(group);
        return new Selection(
                group.name(),
                group.faces().stream().map(face -> verdict(face, best, group.size())).toList(),
                Representative.copyOf(unit(best)),
                "the best copy",
                OptionalDouble.empty(),
                new Optimality.Proven(),
                "every copy was compared",
                group.size());
    }

    private Verdict verdict(FaceRecord face, FaceRecord best, int size) {
        if (face == best) {
            return new Verdict(
                    face, true, 0, Double.POSITIVE_INFINITY,
                    size == 1 ? "It is alone." : "It is the best of " + size + " copies.");
        }
        double distance = distance(unit(face), unit(best));
        return new Verdict(face, false, distance, distance, reason(face, best));
    }

    private String reason(FaceRecord face, FaceRecord best) {
        double lead = best.quality().value() - face.quality().value();
        return lead > tolerance
                ? String.format(
                        Locale.ROOT, "%s is better by %.3f in quality.", best.id().source(), lead)
                : best.id().source() + " is as good, within " + tolerance
                        + " in quality, and its file holds no less.";
    }

    private static double[] unit(FaceRecord face) {
        float[] values = face.embedding().toArray();
        double[] unit = new double[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = values[i] / face.embedding().norm();
        }
        return unit;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }

    @Override
    public String toString() {
        return "BestCopy[qualityTolerance=" + tolerance + "]";
    }
}
