package io.facequality.select;

import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each objective keeps, as a Markdown table, on folders of people scored by the embedded model: means over all
 * people with at least so many pictures.
 *
 * <p>Quality: the mean score of the kept faces, and of the worst of them, as a part of the person's range of scores (1:
 * nothing but the best). Coverage: the mean distance of the left-out faces to the nearest kept one. Distinctness: the
 * distance of the two nearest kept faces.
 *
 * <p>Arguments: {@code as-is} or {@code align}, how many to keep, the smallest number of pictures, folders.
 */
public final class ObjectiveTable {

    private static final int THREADS = 2;

    private ObjectiveTable() {}

    public static void main(String[] arguments) {
        Crop crop = arguments[0].equals("as-is") ? Crop.AS_IS : Crop.ALIGN;
        int keep = Integer.parseInt(arguments[1]);
        int smallest = Integer.parseInt(arguments[2]);
        List<FaceGroup> people = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(crop).threads(THREADS).build()) {
            for (int i = 3; i < arguments.length; i++) {
                people.addAll(pipeline.read(Path.of(arguments[i])).people());
            }
        }
        people.removeIf(person -> person.size() < smallest);
        System.out.println(people.size() + " people, "
                + people.stream().mapToInt(FaceGroup::size).sum() + " pictures, " + keep + " kept of each\n");
        System.out.println("| objective | quality kept | the worst kept | coverage | distinctness |");
        System.out.println("|---|---|---|---|---|");
        objectives().forEach((name, objective) -> row(name, objective, people, keep));
    }

    private static Map<String, Objective> objectives() {
        Map<String, Objective> objectives = new LinkedHashMap<>();
        objectives.put("central", Objective.central());
        objectives.put("coverage", Objective.coverage());
        objectives.put("coverage, quality cost 0", Objective.coverage(0));
        objectives.put("coverage, quality cost 1", Objective.coverage(1));
        objectives.put("coverage, quality cost 2", Objective.coverage(2));
        objectives.put("coverage, quality cost 8", Objective.coverage(8));
        objectives.put("diverse", Objective.diverse());
        objectives.put("quality", Objective.quality());
        objectives.put("quality, distance 0", Objective.quality(0));
        return objectives;
    }

    private static void row(String name, Objective objective, List<FaceGroup> people, int keep) {
        FaceSelector selector =
                FaceSelector.builder().objective(objective).threads(THREADS).build();
        List<Selection> selections =
                people.stream().map(person -> selector.select(person, Keep.best(keep))).toList();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.3f |%n",
                name,
                mean(selections, selection -> selection.kept().stream()
                        .mapToDouble(decision -> place(decision, selection))
                        .average()
                        .orElseThrow()),
                mean(selections, selection -> selection.kept().stream()
                        .mapToDouble(decision -> place(decision, selection))
                        .min()
                        .orElseThrow()),
                mean(selections, selection -> selection.dropped().stream()
                        .mapToDouble(Decision::distanceToNearestKept)
                        .average()
                        .orElseThrow()),
                mean(selections, selection -> selection.kept().stream()
                        .mapToDouble(Decision::distanceToNearestKept)
                        .min()
                        .orElseThrow()));
    }

    private static double mean(List<Selection> selections, ToDoubleFunction<Selection> measure) {
        return selections.stream().mapToDouble(measure).average().orElseThrow();
    }

    /** Where a score lies between the person's worst and best. */
    private static double place(Decision decision, Selection selection) {
        double worst = Double.POSITIVE_INFINITY;
        double best = Double.NEGATIVE_INFINITY;
        for (Decision other : selection.decisions()) {
            worst = Math.min(worst, quality(other.face()));
            best = Math.max(best, quality(other.face()));
        }
        return best == worst ? 1 : (quality(decision.face()) - worst) / (best - worst);
    }

    private static double quality(FaceRecord face) {
        return face.quality().value();
    }
}
