package io.facequality.examples;

import io.facequality.Decision;
import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** A selector of one's own: the faces with the highest scores, whatever they look like. */
public final class HighestQualitySelector implements DuplicateSelector {

    private static final Comparator<FaceRecord> BEST_FIRST = Comparator.comparingDouble(
                    (FaceRecord face) -> face.quality().value())
            .reversed()
            .thenComparing(FaceRecord::id);

    @Override
    public Selection select(FaceGroup group, Keep keep) {
        int count = Math.min(group.size(), ((Keep.Best) keep).count());
        List<FaceRecord> ranking = group.faces().stream().sorted(BEST_FIRST).toList();
        List<FaceRecord> kept = ranking.subList(0, count);
        FaceRecord best = kept.get(0);
        return new Selection(
                group.name(),
                group.faces().stream()
                        .map(face -> decision(face, best, kept, ranking.indexOf(face) + 1))
                        .toList(),
                representative(best),
                "the highest scores",
                OptionalDouble.empty(),
                new Optimality.Proven(),
                "sorting",
                group.size());
    }

    private static Decision decision(FaceRecord face, FaceRecord best, List<FaceRecord> kept, int rank) {
        double nearest = kept.stream()
                .filter(other -> !other.id().equals(face.id()))
                .mapToDouble(other -> distance(face, other))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return new Decision(face, kept.contains(face), distance(face, best), nearest, "its score has rank " + rank);
    }

    private static double distance(FaceRecord one, FaceRecord other) {
        return 1 - one.embedding().cosine(other.embedding());
    }

    private static Representative representative(FaceRecord best) {
        float[] values = best.embedding().toArray();
        double[] unit = new double[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = values[i] / best.embedding().norm();
        }
        return Representative.copyOf(unit);
    }

    @Override
    public String toString() {
        return "highest quality";
    }

    /**
     * Selects the three best of each person.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        try (FacePipeline faces =
                FacePipeline.builder().selector(new HighestQualitySelector()).build()) {
            faces.select(Path.of(arguments[0]), Keep.best(3))
                    .keptPictures()
                    .forEach(picture -> System.out.println(picture.path()));
        }
    }
}
