package io.facequality.pipeline.internal;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.group.BestCopy;
import io.facequality.group.DefaultThresholds;
import io.facequality.pipeline.FaceFolder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps of each group the copy that {@link BestCopy} puts first, and each further one that shows faces which the kept
 * ones do not show; and says why.
 */
public final class BestCopySelector implements DuplicateSelector {

    private final BestCopy bestCopy;
    private final double tolerance;
    private final OtherFaces otherFaces;

    private BestCopySelector(BestCopy bestCopy, double tolerance, OtherFaces otherFaces) {
        this.bestCopy = bestCopy;
        this.tolerance = tolerance;
        this.otherFaces = otherFaces;
    }

    public static BestCopySelector of(FaceFolder folder, ModelId scorer, OtherFaces otherFaces) {
        double tolerance = tolerance(scorer);
        return new BestCopySelector(new BestCopy(tolerance, folder::facts), tolerance, otherFaces);
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
        List<BestCopy.Ranked> ranked = bestCopy.ranked(group);
        Map<FaceRecord, String> kept = kept(ranked);
        Map<FaceRecord, String> reasons = new LinkedHashMap<>();
        ranked.forEach(copy -> reasons.put(copy.face(), kept.getOrDefault(copy.face(), copy.reason())));
        return Selection.of(group, List.copyOf(kept.keySet()), reasons::get)
                .describedAs("the best copy", new Optimality.Proven(), "every copy was compared");
    }

    /** What is kept, and why; the best first. */
    private Map<FaceRecord, String> kept(List<BestCopy.Ranked> ranked) {
        OtherFaces.Kept pictures = otherFaces.kept();
        Map<FaceRecord, String> kept = new LinkedHashMap<>();
        for (BestCopy.Ranked copy : ranked) {
            Optional<String> reason =
                    kept.isEmpty() ? Optional.of(copy.reason()) : pictures.reasonToKeep(copy.face());
            reason.ifPresent(words -> {
                kept.put(copy.face(), words);
                pictures.add(copy.face());
            });
        }
        return kept;
    }

    @Override
    public String name() {
        return "BestCopySelector";
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("qualityTolerance", String.valueOf(tolerance));
        all.put("otherFaces", otherFaces.description());
        return all;
    }
}
