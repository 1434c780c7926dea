package io.facequality.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.internal.Sha256;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FacePipeline.Limits;
import io.facequality.spark.LocalSpark;
import io.facequality.spark.internal.ReadingSettings.SentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelOnExecutorTest {

    /** What was sent once is asked for again by the later tasks of all tests, so it stays until the end. */
    private static Path folder;

    @BeforeAll
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("facequality-sent");
        folder.toFile().deleteOnExit();
    }

    private static Dataset<Row> noPictures(ReadingSettings settings) {
        List<Row> pictures = List.of(RowFactory.create("a.jpg", new byte[0]));
        return LocalSpark.session()
                .createDataFrame(pictures, Schemas.table(Schemas.text("source"), Schemas.bytes("content")))
                .mapPartitions(new PictureReading(settings), Encoders.row(Schemas.FACES));
    }

    private SentModel model(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "a model");
        file.toFile().deleteOnExit();
        return SentModel.of(file, ModelContract.ediffiqa());
    }

    @Test
    void saysThatTheModelDidNotArrive() throws IOException {
        ReadingSettings settings =
                ReadingSettings.of(Crop.AS_IS, Limits.usual(), Optional.of(model("never-sent.onnx")));
        assertThatThrownBy(() -> noPictures(settings).collectAsList())
                .hasStackTraceContaining("cannot open the model: executor driver, never-sent.onnx")
                .hasStackTraceContaining("found no such file");
    }

    @Test
    void saysThatAnotherModelArrived() throws IOException {
        SentModel model = model("changed.onnx");
        Path file = Files.writeString(folder.resolve("changed.onnx"), "another model");
        LocalSpark.session().sparkContext().addFile(file.toUri().toString());
        ReadingSettings settings = ReadingSettings.of(Crop.AS_IS, Limits.usual(), Optional.of(model));
        assertThatThrownBy(() -> noPictures(settings).collectAsList())
                .hasStackTraceContaining("the model with the SHA-256 " + model.sha256())
                .hasStackTraceContaining("found " + Sha256.of("another model"));
    }

    @Test
    void refusesAnotherVersionOfTheLibrary() {
        ReadingSettings known = ReadingSettings.of(Crop.AS_IS, Limits.usual(), Optional.empty());
        ReadingSettings other = new ReadingSettings(
                known.version(), "other digests", known.kind(), known.resizing(), known.orientation(), known.memory(),
                known.pixels(), known.fileBytes(), null);
        LocalSpark.session();
        assertThatThrownBy(() -> ExecutorPipelines.of(other))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the embedded models");
    }

    @Test
    void opensOnePipelineForAllTasks() {
        ReadingSettings settings = ReadingSettings.of(Crop.AS_IS, Limits.usual().withPixels(1_000_000), Optional.empty());
        int before = ExecutorPipelines.count();
        FacePipeline first = ExecutorPipelines.of(settings);
        List<FacePipeline> later = IntStream.range(0, 8)
                .parallel()
                .mapToObj(task -> ExecutorPipelines.of(
                        ReadingSettings.of(Crop.AS_IS, Limits.usual().withPixels(1_000_000), Optional.empty())))
                .toList();
        assertThat(later).allMatch(pipeline -> pipeline == first);
        assertThat(ExecutorPipelines.count()).isEqualTo(before + 1);
    }
}
