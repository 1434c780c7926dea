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
import io.facequality.group.internal.CopyComparison;
import io.facequality.pipeline.FaceFolder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps of each group the copy that {@link BestCopy} puts first, and each further one that shows faces which the kept
 * ones do not show; and says why.
 */
public final class BestCopySelector implements DuplicateSelector {

    private final BestCopy bestCopy;
    private final double tolerance;
    private final OtherFaces otherFaces;
    private final Predicate<FaceRecord> isProtected;
    private final Predicate<FaceRecord> isRaw;

    private BestCopySelector(
            BestCopy bestCopy,
            double tolerance,
            OtherFaces otherFaces,
            Predicate<FaceRecord> isProtected,
            Predicate<FaceRecord> isRaw) {
        this.bestCopy = bestCopy;
        this.isProtected = isProtected;
        this.isRaw = isRaw;
        this.tolerance = tolerance;
        this.otherFaces = otherFaces;
    }

    public static BestCopySelector of(FaceFolder folder, ModelId scorer, OtherFaces otherFaces) {
        return of(folder::facts, folder.comparison(), scorer, otherFaces, folder::isProtected, folder::isRaw);
    }

    /** Chooses among faces that lie anywhere and were noted. */
    public static BestCopySelector of(
            PictureNotes notes, Function<FaceRecord, Optional<String>> damage, ModelId scorer) {
        return of(
                face -> notes.facts(face, damage, 0),
                notes.comparison(),
                scorer,
                OtherFaces.none(),
                face -> false,
                notes::isRaw);
    }

    private static BestCopySelector of(
            Function<FaceRecord, Optional<BestCopy.Facts>> facts,
            CopyComparison comparison,
            ModelId scorer,
            OtherFaces otherFaces,
            Predicate<FaceRecord> isProtected,
            Predicate<FaceRecord> isRaw) {
        double tolerance = tolerance(scorer);
        return new BestCopySelector(
                new BestCopy(tolerance, facts, comparison), tolerance, otherFaces, isProtected, isRaw);
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
        FaceRecord best = kept.keySet().iterator().next();
        ranked.forEach(copy -> reasons.put(copy.face(), kept.getOrDefault(copy.face(), reasonToDrop(copy, best))));
        return naming(best, Selection.of(group, List.copyOf(kept.keySet()), reasons::get));
    }

    private String reasonToDrop(BestCopy.Ranked copy, FaceRecord best) {
        if (isProtected.test(best)) {
            return best.id().source() + " is protected.";
        }
        return isRaw.test(best) && !isRaw.test(copy.face())
                ? best.id().source() + " is a camera's raw file."
                : copy.reason();
    }

    /** Says of each dropped copy which one is the best. */
    private static Selection naming(FaceRecord best, Selection copies) {
        return new Selection(
                copies.group(),
                copies.decisions().stream()
                        .map(copy -> copy.kept() ? copy : copy.asCopyOf(best.id()))
                        .toList(),
                copies.representative(),
                "the best copy",
                copies.objectiveValue(),
                new Optimality.Proven(),
                "every copy was compared",
                copies.evaluations());
    }

    /** What is kept, and why; the best first. */
    private Map<FaceRecord, String> kept(List<BestCopy.Ranked> ranked) {
        OtherFaces.Kept pictures = otherFaces.kept();
        Map<FaceRecord, String> kept = new LinkedHashMap<>();
        for (BestCopy.Ranked copy : protectedAndRawFirst(ranked)) {
            reasonToKeep(copy, kept.isEmpty(), pictures).ifPresent(words -> {
                kept.put(copy.face(), words);
                pictures.add(copy.face());
            });
        }
        return kept;
    }

    /** A raw file is what its copies were made of, however good their JPEGs are. */
    private List<BestCopy.Ranked> protectedAndRawFirst(List<BestCopy.Ranked> ranked) {
        return ranked.stream()
                .sorted(Comparator.<BestCopy.Ranked, Boolean>comparing(copy -> !isProtected.test(copy.face()))
                        .thenComparing(copy -> !isRaw.test(copy.face())))
                .toList();
    }

    private Optional<String> reasonToKeep(BestCopy.Ranked copy, boolean isFirst, OtherFaces.Kept pictures) {
        if (isProtected.test(copy.face())) {
            return Optional.of("It is protected.");
        }
        if (isFirst && isRaw.test(copy.face())) {
            return Optional.of("It is a camera's raw file.");
        }
        return isFirst ? Optional.of(copy.reason()) : pictures.reasonToKeep(copy.face());
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
