package io.facequality.select;

import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.select.FaceSelector.SearchMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long it takes to prove the best five faces of real groups of 50, 100 and 1,000, as a Markdown table: each search
 * by the published objective, branch and bound by the others too. Each time is the median of three, after one run to
 * warm up, on two threads.
 *
 * <p>The groups are made of neighbors in the order of the folders: a run of frames of clips, of pictures of the people
 * with the most pictures, and of all; then faces spread evenly over the clips.
 *
 * <p>Arguments: a folder of clips as frames, a folder of aligned people.
 */
public final class ProofTable {

    static final int KEPT = 5;
    static final int THREADS = 2;
    private static final int RUNS = 3;
    private static final double NANOS = 1e9;

    private ProofTable() {}

    public static void main(String[] arguments) {
        System.out.println("| group | objective | search | seconds | outcome | evaluated |\n|---|---|---|---|---|---|");
        groups(Path.of(arguments[0]), Path.of(arguments[1])).forEach(ProofTable::rows);
    }

    /** Real groups of 50, 100 and 1,000 faces, by a name that begins with their size. */
    static Map<String, FaceGroup> groups(Path clipsFolder, Path peopleFolder) {
        List<FaceGroup> clips = faces(clipsFolder, Crop.ALIGN);
        List<FaceGroup> people = faces(peopleFolder, Crop.AS_IS);
        List<FaceRecord> frames = faces(clips);
        List<FaceRecord> pictures = faces(people);
        List<FaceRecord> often = faces(people.stream().filter(person -> person.size() >= 40).toList());
        Map<String, FaceGroup> groups = new TreeMap<>();
        for (int size : new int[] {50, 100}) {
            add(groups, size + ", clips in a row", frames.subList(0, size));
            add(groups, size + ", all clips", spread(frames, size));
            add(groups, size + ", people with many pictures", often.subList(0, size));
            add(groups, size + ", many people", pictures.subList(0, size));
        }
        List<FaceRecord> mixed = new ArrayList<>(frames);
        mixed.addAll(pictures.subList(0, 1000 - frames.size()));
        add(groups, "1000, clips and people", mixed);
        add(groups, "1000, many people", pictures.subList(0, 1000));
        return groups;
    }

    private static List<FaceGroup> faces(Path folder, Crop crop) {
        try (FacePipeline pipeline = FacePipeline.builder().crop(crop).threads(THREADS).build()) {
            return pipeline.read(folder).people();
        }
    }

    private static List<FaceRecord> faces(List<FaceGroup> groups) {
        return groups.stream().flatMap(group -> group.faces().stream()).toList();
    }

    private static List<FaceRecord> spread(List<FaceRecord> faces, int size) {
        List<FaceRecord> spread = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            spread.add(faces.get((int) ((long) i * faces.size() / size)));
        }
        return spread;
    }

    private static void add(Map<String, FaceGroup> groups, String name, List<FaceRecord> faces) {
        groups.put(name, new FaceGroup(name, faces));
    }

    private static void rows(String name, FaceGroup group) {
        if (group.size() <= 50) {
            row(name, group, Objective.central(), SearchMethod.EXHAUSTIVE);
        }
        row(name, group, Objective.central(), SearchMethod.BRANCH_AND_BOUND);
        row(name, group, Objective.central(), SearchMethod.SWAP);
        for (Objective objective : List.of(Objective.coverage(), Objective.diverse(), Objective.quality())) {
            row(name, group, objective, SearchMethod.BRANCH_AND_BOUND);
        }
    }

    private static void row(String name, FaceGroup group, Objective objective, SearchMethod search) {
        FaceSelector selector =
                FaceSelector.builder().objective(objective).search(search).threads(THREADS).build();
        double[] seconds = new double[RUNS];
        Selection selection = selector.select(group, Keep.best(KEPT));
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            selection = selector.select(group, Keep.best(KEPT));
            seconds[run] = (System.nanoTime() - start) / NANOS;
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %s | %,d |%n",
                name,
                objective.name().toLowerCase(Locale.ROOT),
                search.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                seconds[RUNS / 2],
                outcome(selection),
                selection.evaluations());
    }

    private static String outcome(Selection selection) {
        if (selection.optimality() instanceof Optimality.WithinGap within) {
            return String.format(
                    Locale.ROOT, "%.6f, within %.1f %%", selection.objectiveValue().orElseThrow(), 100 * within.gap());
        }
        return String.format(
                Locale.ROOT,
                "%.6f, %s",
                selection.objectiveValue().orElseThrow(),
                selection.optimality() instanceof Optimality.Proven ? "proven" : "not proven");
    }
}
