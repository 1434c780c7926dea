package io.facequality.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonCalibration.FaceSpace;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonCalibration.Origin;
import io.facequality.group.PersonCalibration.Recognition;
import io.facequality.group.PersonGrouper;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are those of one machine. */
class PeopleTest {

    private static final int PEOPLE = 30;

    @TempDir
    private Path folder;

    /** So strict that few of the faces are alike at all, and a component is one person or few. */
    private static PersonCalibration calibration(FaceRecord any) {
        return new PersonCalibration(
                new FaceSpace(Embedding.copyOf(new float[any.embedding().dimension()]), 12),
                new Recognition(-2, 5),
                new Joining(1, 1, 100),
                new Origin(any.embedder(), any.quality().model(), "made up"));
    }

    private FaceJob job(Grouping grouping) {
        return FaceJob.builder(folder.resolve("tables").toString()).grouping(grouping).build();
    }

    @Tag("slow")
    @Test
    void findsInManyComponentsThePeopleOfOneMachine() {
        SyntheticFaces faces = SyntheticFaces.of(600, 21).withEqual(3);
        PersonCalibration calibration = calibration(faces.records().get(0));
        FaceJob job = job(new Grouping.People(Optional.of(calibration), Constraints.none()));
        Dataset<Row> cells = FaceTables.cells(faces.table(), job);
        Dataset<Row> components = FaceTables.components(cells, FaceTables.pairs(cells, job), job);
        assertThat(components.select("component").distinct().count()).isBetween(100L, 500L);
        List<String> found = FaceTables.plan(faces.table(), components, job).collectAsList().stream()
                .map(row -> row.getAs("group") + " " + row.getAs("source"))
                .sorted()
                .toList();
        List<FaceGroup> groups = PersonGrouper.builder(calibration).build().group(faces.records());
        assertThat(found).isEqualTo(groups.stream()
                .flatMap(group -> group.faces().stream().map(face -> group.name() + " " + face.id().source()))
                .sorted()
                .toList());
        assertThat(groups).anyMatch(group -> group.name().startsWith("unknown-"));
        assertThat(groups).anyMatch(group -> group.name().startsWith("person-") && group.faces().size() > 2);
    }

    @Tag("slow")
    @Test
    void findsThePeopleOfSharedPicturesAsOneMachineDoes() throws IOException {
        Path pictures = copies(SharedData.path("data", "people-aligned"));
        SelectionPlan plan;
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).faces(FaceChoice.ALL).build()) {
            FaceFolder read = pipeline.read(pictures);
            plan = pipeline.select(read, Grouping.people(), Keep.best(1));
        }
        FaceJob job = FaceJob.builder(folder.resolve("tables").toString())
                .root(pictures.toString())
                .crop(Crop.AS_IS)
                .grouping(Grouping.people())
                .keep(Keep.best(1))
                .build();
        Dataset<Row> table = LocalSpark.session()
                .read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .load(pictures.toString());
        assertThat(PicturesToPlanTest.lines(FaceTables.plan(table, job))).isEqualTo(PicturesToPlanTest.lines(plan));
        assertThat(plan.groups()).hasSizeGreaterThan(PEOPLE / 2).anyMatch(group -> group.faces().size() > 3);
    }

    /** Without folders for each person. */
    private Path copies(Path people) throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        try (Stream<Path> all = Files.list(people)) {
            for (Path person : all.sorted().limit(PEOPLE).toList()) {
                try (Stream<Path> files = Files.list(person)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, pictures.resolve(file.getFileName()));
                    }
                }
            }
        }
        return pictures;
    }

    @Test
    void refusesWhatIsKnownOfPeopleAndOtherGroupings() {
        Constraints known = Constraints.none().withNames(Map.of(new FaceId("one.jpg", 0), "Ann"));
        for (Grouping grouping : List.of(new Grouping.People(Optional.empty(), known), Grouping.folders())) {
            assertThatThrownBy(() -> job(grouping))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("people without constraints")
                    .hasMessageContaining("found " + grouping.description());
        }
    }

    @Test
    void refusesQualitiesOfTwoModels() {
        Dataset<Row> faces = SyntheticFaces.of(20, 22).table();
        Dataset<Row> mixed = faces.withColumn(
                "quality_model",
                struct(
                        when(col("quality").gt(0.5), lit("other")).otherwise("synthetic").as("name"), lit("1").as("version"),
                        lit("").as("sha256")));
        assertThatThrownBy(() -> FaceTables.cells(mixed, job(Grouping.people())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("qualities of one model");
    }
}
