package io.facequality.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceId;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.images.FaceChoice;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Limits;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real pictures: the tables say what one machine says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PicturesToPlanTest {

    private static final int FILE_BYTES = 20_000_000;
    private static final Limits LIMITS = Limits.usual().withFileBytes(FILE_BYTES);

    private Path folder;
    private Path pictures;
    private SelectionPlan copies;
    private SelectionPlan chosen;
    private SelectionPlan people;
    private FaceFolder read;

    @BeforeAll
    void readOnOneMachine(@TempDir Path scratch) throws IOException {
        folder = scratch;
        pictures = Files.createDirectory(folder.resolve("pictures"));
        copyFirst(SharedData.path("data", "people-photos", "Abdullah_Gul"), 6, "one");
        copyFirst(SharedData.path("data", "bursts", "live_d0"), 8, "burst");
        Path original = pictures.resolve("one/Abdullah_Gul_0001.jpg");
        Files.copy(original, pictures.resolve("equal.jpg"));
        Image image = OpenCvImageDecoder.builder().build().decode(ImageSource.of(original)).orElseThrow();
        Files.write(pictures.resolve("worse é.jpg"), PictureEncoder.jpeg(image, 40));
        Files.writeString(pictures.resolve("corrupt.jpg"), "no picture at all");
        byte[] whole = Files.readAllBytes(original);
        Files.write(pictures.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length * 3 / 4));
        Files.write(pictures.resolve("nobody.png"), PictureEncoder.png(Image.filledBy(80, 80, pixels -> {})));
        try (RandomAccessFile large = new RandomAccessFile(pictures.resolve("large.jpg").toFile(), "rw")) {
            large.write(whole);
            large.setLength(200_000_000);
        }
        try (FacePipeline faces = FacePipeline.builder().faces(FaceChoice.ALL).limits(LIMITS).build()) {
            read = faces.read(pictures);
            copies = faces.keepBestCopies(read, Grouping.faces());
            chosen = faces.select(read, Grouping.faces(), Keep.best(2));
            people = faces.select(read, Grouping.people(), Keep.best(2));
        }
    }

    private void copyFirst(Path from, int count, String to) throws IOException {
        Path target = Files.createDirectory(pictures.resolve(to));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().limit(count).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private Dataset<Row> table() {
        return LocalSpark.session()
                .read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .load(pictures.toString());
    }

    private FaceJob.Builder job(String name) {
        return FaceJob.builder(folder.resolve("tables-" + name).toString()).root(pictures.toString()).limits(LIMITS);
    }

    @Test
    void keepsBestCopiesAsOneMachineDoes() {
        Dataset<Row> plan = FaceTables.plan(table(), job("copies").build());
        assertThat(lines(plan)).isNotEmpty().isEqualTo(lines(copies));
        assertThat(copies.groups()).anyMatch(group -> group.faces().size() > 2);
        assertThat(plan.select("search").distinct().collectAsList().get(0).getString(0)).isEqualTo("every pair was compared");
    }

    @Test
    void choosesAmongShotsAsOneMachineDoes() {
        assertThat(lines(FaceTables.plan(table(), job("copies").keep(Keep.best(2)).build())))
                .isNotEmpty()
                .isEqualTo(lines(chosen));
    }

    @Tag("slow")
    @Test
    void findsPeopleAsOneMachineDoes() {
        FaceJob job = job("copies").grouping(Grouping.people()).keep(Keep.best(2)).build();
        assertThat(lines(FaceTables.plan(table(), job))).isNotEmpty().isEqualTo(lines(people));
    }

    @Test
    void refusesWhatOneMachineRefusesAndNeverReadsWhatIsTooLarge() {
        List<String> refused = FaceTables.faces(table(), job("copies").build())
                .filter("status = 'refused'")
                .orderBy("source")
                .collectAsList()
                .stream()
                .map(row -> row.getAs("source") + " " + row.getAs("cause"))
                .toList();
        assertThat(refused)
                .isEqualTo(read.rejected().stream().map(picture -> picture.picture() + " " + picture.cause()).sorted().toList())
                .contains("corrupt.jpg NOT_A_PICTURE", "large.jpg TOO_LARGE", "nobody.png NO_FACE");
    }

    @Tag("slow")
    @Test
    void givesEqualTablesForAnyNumberOfPartitions() {
        List<List<String>> runs = new ArrayList<>();
        for (int partitions : new int[] {1, 2, 8}) {
            LocalSpark.session().conf().set("spark.sql.shuffle.partitions", partitions);
            try {
                FaceJob job = job("of-" + partitions).build();
                Dataset<Row> faces = FaceTables.faces(table().repartition(partitions), job);
                Dataset<Row> cells = FaceTables.cells(faces, job);
                Dataset<Row> pairs = FaceTables.pairs(cells, job);
                Dataset<Row> components = FaceTables.components(cells, pairs, job);
                Dataset<Row> plan = FaceTables.plan(faces, components, job);
                runs.add(Stream.of(faces, cells, pairs, components, plan).flatMap(table -> LocalSpark.sorted(table).stream()).toList());
            } finally {
                LocalSpark.session().conf().set("spark.sql.shuffle.partitions", 2);
            }
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        assertThat(runs.get(2)).isEqualTo(runs.get(0));
    }

    @Test
    void readsContentOnceWhereverItLies() throws IOException {
        FaceJob job = job("copies").build();
        Dataset<Row> before = FaceTables.faces(table(), job);
        Path further = pictures.resolve("one/Abdullah_Gul_0002.jpg");
        Path moved = Files.copy(further, pictures.resolve("later.jpg"));
        try {
            Dataset<Row> after = FaceTables.faces(table(), job);
            assertThat(after.filter("source = 'later.jpg'").drop("source").collectAsList())
                    .isNotEmpty()
                    .isEqualTo(before.filter("source = 'one/Abdullah_Gul_0002.jpg'").drop("source").collectAsList());
            assertThat(after.filter("source != 'later.jpg'").count()).isEqualTo(before.count());
        } finally {
            Files.delete(moved);
        }
    }

    /** What a plan says of every face. */
    static List<String> lines(SelectionPlan plan) {
        return plan.groups().stream()
                .flatMap(group -> group.faces().stream().map(face -> line(group, face)))
                .sorted()
                .toList();
    }

    private static String line(PlannedGroup group, PlannedFace face) {
        return String.join(
                " | ", group.name(), face.picture() + "#" + face.face(), face.sha256(), "" + face.quality(), "" + face.kept(),
                face.reason(), face.copyOf().map(FaceId::toString).orElse("-"), "" + face.distanceToRepresentative(),
                "" + face.distanceToNearestKept(),
                group.widest().map(pair -> pair.first() + " " + pair.second() + " " + pair.similarity()).orElse("-"),
                group.objective(), group.search());
    }

    static List<String> lines(Dataset<Row> plan) {
        return plan.collectAsList().stream().map(PicturesToPlanTest::line).sorted().toList();
    }

    private static String line(Row row) {
        return String.join(
                " | ", row.getAs("group"), row.getAs("source") + "#" + row.getAs("face"), row.getAs("content_sha256"),
                "" + row.getAs("quality"), "" + row.getAs("kept"), row.getAs("reason"),
                row.getAs("copy_of_source") == null ? "-" : id(row, "copy_of"), "" + row.getAs("distance_to_representative"),
                "" + row.getAs("distance_to_nearest_kept"),
                row.getAs("widest_similarity") == null
                        ? "-"
                        : id(row, "widest_first") + " " + id(row, "widest_second") + " " + row.getAs("widest_similarity"),
                row.getAs("objective"), row.getAs("chosen_by"));
    }

    private static String id(Row row, String name) {
        return new FaceId(row.getAs(name + "_source"), row.<Integer>getAs(name + "_face")).toString();
    }
}
