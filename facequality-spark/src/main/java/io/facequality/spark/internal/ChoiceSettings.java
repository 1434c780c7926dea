package io.facequality.spark.internal;

import io.facequality.Keep;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.Clustering;
import io.facequality.pipeline.Grouping;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How components become groups and what is kept of them; travels to executors.
 *
 * @param linkage the kind's name
 * @param minimumNeighbors of a dense region; 0 for other kinds
 * @param smallestSimilarity of two faces of a group; NaN for any
 * @param keep how many faces at most; 0 for the best copy
 * @param isAutomatic whether fewer may do
 */
public record ChoiceSettings(
        String linkage, int minimumNeighbors, double smallestSimilarity, int keep, boolean isAutomatic)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public static ChoiceSettings of(Grouping.Faces grouping, Optional<Keep> keep) {
        Linkage linkage = grouping.linkage();
        return new ChoiceSettings(
                linkage.getClass().getSimpleName(),
                linkage instanceof Linkage.Density density ? density.minimumNeighbors() : 0,
                grouping.maximumDiameter().isPresent() ? 1 - grouping.maximumDiameter().getAsDouble() : Double.NaN,
                keep.map(ChoiceSettings::most).orElse(0),
                keep.isPresent() && keep.get() instanceof Keep.Auto);
    }

    private static int most(Keep keep) {
        return keep instanceof Keep.Best best ? best.count() : ((Keep.Auto) keep).atMost();
    }

    Optional<Keep> wanted() {
        if (keep == 0) {
            return Optional.empty();
        }
        return Optional.of(isAutomatic ? Keep.auto(keep) : Keep.best(keep));
    }

    Clustering clustering(double threshold) {
        Linkage kind = minimumNeighbors > 0
                ? new Linkage.Density(minimumNeighbors)
                : linkage.equals(Linkage.Complete.class.getSimpleName()) ? new Linkage.Complete() : new Linkage.Connected();
        return new Clustering(
                kind, threshold,
                Double.isNaN(smallestSimilarity) ? OptionalDouble.empty() : OptionalDouble.of(smallestSimilarity));
    }
}
