package io.facequality.examples;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.FaceGrouper;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Your own grouper, made from another one. Near-duplicates in one folder belong together. Those in two folders do not,
 * because someone put them there on purpose.
 */
public final class WithinFolders implements DuplicateGrouper {

    private final DuplicateGrouper grouper;

    /**
     * Asks a grouper for each folder separately.
     *
     * @param grouper finds the near-duplicates of one folder
     */
    public WithinFolders(DuplicateGrouper grouper) {
        this.grouper = grouper;
    }

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        Map<String, List<FaceRecord>> byFolder = faces.stream()
                .collect(Collectors.groupingBy(WithinFolders::folder, TreeMap::new, Collectors.toList()));
        return byFolder.values().stream()
                .flatMap(ofOneFolder -> grouper.group(ofOneFolder).stream())
                .sorted(Comparator.comparing(group -> group.faces().get(0).id()))
                .toList();
    }

    private static String folder(FaceRecord face) {
        String path = face.id().source();
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    @Override
    public String toString() {
        return "near-duplicates within folders";
    }

    /**
     * Prints the best copy of each group of near-duplicates.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        try (FacePipeline pipeline = FacePipeline.open()) {
            PictureSearch search = PictureSearch.usual().excluding("backup").excluding("2019/raw");
            FaceFolder folder = pipeline.read(Path.of(arguments[0]), search);
            folder.passedOver().setAside().forEach(name -> System.err.println("not looked into: " + name));
            SelectionPlan plan = pipeline.select(folder, Grouping.faces(), Keep.best(1));
            System.out.println("wherever they lie: " + plan.keptPictures().size() + " pictures");

            ModelId embedder = folder.faces().get(0).embedder();
            double threshold = DefaultThresholds.nearDuplicate(embedder).similarity();
            DuplicateGrouper grouper = new WithinFolders(FaceGrouper.builder(threshold).build());
            SelectionPlan within = pipeline.keepBestCopies(folder, new Grouping.Own(grouper));
            within.keptPictures().forEach(picture -> System.out.println(picture.path()));
        }
    }
}
