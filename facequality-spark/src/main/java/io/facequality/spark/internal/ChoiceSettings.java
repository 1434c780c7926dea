package io.facequality.spark.internal;

import io.facequality.Keep;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.Clustering;
import io.facequality.pipeline.Grouping;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How components become groups and what is kept of them; travels to executors.
 *
 * @param linkage the kind's name
 * @param minimumNeighbors of a dense region; 0 for other kinds
 * @param smallestSimilarity of two faces of a group; NaN for any
 * @param keep how many faces at most; 0 for the best copy
 * @param isAutomatic whether fewer may do
 * @param people what tells people apart; null where near-duplicates are grouped
 */
public record ChoiceSettings(
        String linkage,
        int minimumNeighbors,
        double smallestSimilarity,
        int keep,
        boolean isAutomatic,
        @Nullable SentCalibration people)
        implements Serializable {

    private static final long serialVersionUID = 1;

    static ChoiceSettings of(Grouping grouping, Optional<Keep> keep, Dataset<Row> usable) {
        return grouping instanceof Grouping.People people
                ? ofPeople(SentCalibration.of(ComparedFaces.calibration(usable, people), usable.count()), keep)
                : ofFaces((Grouping.Faces) grouping, keep);
    }

    private static ChoiceSettings ofPeople(SentCalibration calibration, Optional<Keep> keep) {
        return new ChoiceSettings("", 0, Double.NaN, most(keep), isAutomatic(keep), calibration);
    }

    private static ChoiceSettings ofFaces(Grouping.Faces grouping, Optional<Keep> keep) {
        Linkage linkage = grouping.linkage();
        return new ChoiceSettings(
                linkage.getClass().getSimpleName(),
                linkage instanceof Linkage.Density density ? density.minimumNeighbors() : 0,
                grouping.maximumDiameter().isPresent() ? 1 - grouping.maximumDiameter().getAsDouble() : Double.NaN,
                most(keep),
                isAutomatic(keep),
                null);
    }

    private static int most(Optional<Keep> keep) {
        return keep.map(some -> some instanceof Keep.Best best ? best.count() : ((Keep.Auto) some).atMost()).orElse(0);
    }

    private static boolean isAutomatic(Optional<Keep> keep) {
        return keep.isPresent() && keep.get() instanceof Keep.Auto;
    }

    Optional<Keep> wanted() {
        if (keep == 0) {
            return Optional.empty();
        }
        return Optional.of(isAutomatic ? Keep.auto(keep) : Keep.best(keep));
    }

    /** What makes groups of a component's faces. */
    ComponentGroups groups(double threshold) {
        return people == null
                ? faces -> ComponentGroups.ofNearDuplicates(faces, clustering(threshold))
                : faces -> ComponentGroups.ofPeople(faces, people);
    }

    private Clustering clustering(double threshold) {
        Linkage kind = minimumNeighbors > 0
                ? new Linkage.Density(minimumNeighbors)
                : linkage.equals(Linkage.Complete.class.getSimpleName()) ? new Linkage.Complete() : new Linkage.Connected();
        return new Clustering(
                kind, threshold,
                Double.isNaN(smallestSimilarity) ? OptionalDouble.empty() : OptionalDouble.of(smallestSimilarity));
    }
}
