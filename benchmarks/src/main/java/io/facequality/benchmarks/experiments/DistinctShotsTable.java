package io.facequality.benchmarks.experiments;

import io.facequality.Keep;
import io.facequality.benchmarks.PictureChanges;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Copies;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.awt.image.RescaleOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whether a selection keeps distinct shots, and of each the original, as a Markdown table. Each person has three shots,
 * and each shot its original and four worse copies, of eight kinds at random, each encoded well, usually or poorly.
 * Three faces of each person are kept.
 *
 * <p>The thresholds that tell copies were set on some people; these, the first by their names, can be passed over.
 * Another seed takes other people, other shots and other copies.
 *
 * <p>Arguments: {@code as-is} or {@code align}, a folder with a folder of pictures for every person, a new folder for the
 * copies, how many people to pass over, how many to take, a seed.
 */
public final class DistinctShotsTable {

    private static final int SHOTS = 3;
    private static final int COPIES = 4;
    private static final int THREADS = 2;
    private static final String ORIGINAL = "original";

    /** What a worse copy went through. */
    private enum Kind {
        BLURRED(DistinctShotsTable::blurred),
        DARK(image -> new RescaleOp(0.35f, 0, null).filter(image, null)),
        NOISY(image -> PictureChanges.noisy(image, 25)),
        HALVED(PictureChanges::halved),
        COARSE(UnaryOperator.identity()),
        TURNED(image -> PictureChanges.turned(image, 8)),
        MIRRORED(PictureChanges::mirrored),
        BRIGHTER(image -> new RescaleOp(1.25f, 15, null).filter(image, null));

        private static final float[] JPEG_QUALITIES = {0.75f, 0.9f, 0.95f};
        private static final float COARSE_QUALITY = 0.12f;

        private final UnaryOperator<BufferedImage> change;

        Kind(UnaryOperator<BufferedImage> change) {
            this.change = change;
        }

        byte[] copy(BufferedImage original, Random random) throws IOException {
            float quality = JPEG_QUALITIES[random.nextInt(JPEG_QUALITIES.length)];
            return PictureChanges.jpeg(change.apply(original), this == COARSE ? COARSE_QUALITY : quality);
        }
    }

    /** A selection to look at. */
    private record Row(String name, Objective objective, Copies copies) {}

    private static final List<Row> ROWS = List.of(
            new Row("coverage", Objective.coverage(), Copies.ONE_CANDIDATE),
            new Row("quality", Objective.quality(), Copies.ONE_CANDIDATE),
            new Row("diverse", Objective.diverse(), Copies.ONE_CANDIDATE),
            new Row("central", Objective.central(), Copies.ONE_CANDIDATE),
            new Row("coverage, copies as they are", Objective.coverage(), Copies.AS_THEY_ARE),
            new Row("quality, copies as they are", Objective.quality(), Copies.AS_THEY_ARE),
            new Row("diverse, copies as they are", Objective.diverse(), Copies.AS_THEY_ARE),
            new Row("central, copies as they are", Objective.central(), Copies.AS_THEY_ARE));

    private DistinctShotsTable() {}

    /**
     * Makes copies and chooses.
     *
     * @throws IOException if a picture cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Crop crop = arguments[0].equals("as-is") ? Crop.AS_IS : Crop.ALIGN;
        Path copies = Path.of(arguments[2]);
        Random random = new Random(Long.parseLong(arguments[5]));
        List<Path> people = people(
                Path.of(arguments[1]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), random);
        for (int person = 0; person < people.size(); person++) {
            write(people.get(person), copies.resolve(String.format(Locale.ROOT, "%04d", person)), random);
        }
        FaceFolder folder;
        try (FacePipeline pipeline =
                FacePipeline.builder().crop(crop).threads(THREADS).build()) {
            folder = pipeline.read(copies);
        }
        System.out.println(folder.people().size() + " people, " + folder.faces().size() + " faces; "
                + folder.rejected().size() + " pictures without\n");
        System.out.println("| objective | distinct shots of 3 | all three shots | originals among the kept |");
        System.out.println("|---|---|---|---|");
        for (Row row : ROWS) {
            print(row.name(), plan(folder, crop, row).groups());
        }
    }

    private static List<Path> people(Path root, int passedOver, int count, Random random) throws IOException {
        List<Path> people = new ArrayList<>();
        for (Path person : listed(root)) {
            if (Files.isDirectory(person) && listed(person).size() >= SHOTS) {
                people.add(person);
            }
        }
        List<Path> others = people.subList(passedOver, people.size());
        Collections.shuffle(others, random);
        return others.subList(0, Math.min(count, others.size()));
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static void write(Path person, Path to, Random random) throws IOException {
        Files.createDirectories(to);
        List<Path> shots = new ArrayList<>(listed(person));
        Collections.shuffle(shots, random);
        for (int shot = 0; shot < SHOTS; shot++) {
            byte[] bytes = Files.readAllBytes(shots.get(shot));
            BufferedImage original = PictureChanges.decoded(bytes);
            Files.write(to.resolve(name(shot, ORIGINAL)), bytes);
            List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
            Collections.shuffle(kinds, random);
            for (Kind kind : kinds.subList(0, COPIES)) {
                Files.write(to.resolve(name(shot, kind.name().toLowerCase(Locale.ROOT))), kind.copy(original, random));
            }
        }
    }

    /** Names that say nothing of what is the original, where names decide. */
    private static String name(int shot, String kind) {
        return shot + "-" + Integer.toHexString((shot + kind).hashCode()) + "-" + kind + ".jpg";
    }

    private static BufferedImage blurred(BufferedImage image) {
        int side = 2 * Math.max(1, image.getWidth() / 60) + 1;
        float[] mean = new float[side * side];
        Arrays.fill(mean, 1f / mean.length);
        return new ConvolveOp(new Kernel(side, side, mean), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
    }

    private static SelectionPlan plan(FaceFolder folder, Crop crop, Row row) {
        FaceSelector selector = FaceSelector.builder().objective(row.objective()).build();
        try (FacePipeline pipeline = FacePipeline.builder()
                .crop(crop)
                .threads(THREADS)
                .selector(selector, row.copies())
                .build()) {
            return pipeline.select(folder, Grouping.folders(), Keep.best(SHOTS));
        }
    }

    private static void print(String name, List<PlannedGroup> people) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.1f %% | %.1f %% |%n",
                name,
                mean(people, DistinctShotsTable::distinctShots),
                100 * mean(people, person -> distinctShots(person) == SHOTS ? 1 : 0),
                100 * mean(people, DistinctShotsTable::originals));
    }

    private static double mean(List<PlannedGroup> people, ToDoubleFunction<PlannedGroup> measure) {
        return people.stream().mapToDouble(measure).average().orElseThrow();
    }

    private static double distinctShots(PlannedGroup person) {
        return person.kept().stream().map(DistinctShotsTable::shot).distinct().count();
    }

    private static double originals(PlannedGroup person) {
        return person.kept().stream().filter(DistinctShotsTable::isOriginal).count() / (double) person.kept().size();
    }

    private static String shot(PlannedFace face) {
        return nameParts(face)[0];
    }

    private static boolean isOriginal(PlannedFace face) {
        return nameParts(face)[2].equals(ORIGINAL);
    }

    private static String[] nameParts(PlannedFace face) {
        String file = face.picture().substring(face.picture().indexOf('/') + 1);
        return file.substring(0, file.length() - ".jpg".length()).split("-");
    }
}
