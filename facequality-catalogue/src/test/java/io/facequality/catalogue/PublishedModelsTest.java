package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.internal.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of a catalogue in a pipeline. */
class PublishedModelsTest {

    @TempDir
    private Path folder;

    /** The built-in model as if it were published, and wanted its channels the other way round. */
    private FetchedModel fetched() throws IOException {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.write(mirror.resolve("mini.onnx"), EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        Path catalogue = Files.writeString(folder.resolve("catalogue.json"), """
                {
                  "format": "facequality-catalogue-1",
                  "models": [{
                    "id": "published-mini", "name": "Mini", "uses": ["quality", "embedding"], "file": "mini.onnx",
                    "url": "https://models.invalid/mini.onnx", "sha256": "%s",
                    "licence": {"name": "MIT", "terms": "None."},
                    "input": {"description": "faces", "channels": "bgr", "mean": 120, "deviation": 130}
                  }]
                }
                """.formatted(EmbeddedModel.QUALITY_AND_EMBEDDING.sha256()));
        return ModelStore.builder()
                .folder(folder.resolve("cache"))
                .catalogueFile(catalogue)
                .mirror(mirror.toString())
                .offline()
                .build()
                .fetch("published-mini", LicenseConsent.given());
    }

    @Test
    void givesPublishedModelPixelsAsTheCatalogueSays() throws IOException {
        FetchedModel model = fetched();
        ModelContract contract = new ModelContract(ChannelOrder.BGR, 120, 130);
        List<FaceRecord> published = records(FacePipeline.builder()
                .scorer(model.file(), model.contract())
                .embedder(model.file(), model.contract()));
        List<FaceRecord> byFile = records(FacePipeline.builder()
                .scorer(model.file(), contract)
                .embedder(model.file(), contract));
        assertThat(published).hasSize(1).isEqualTo(byFile);
        assertThat(published.get(0).quality()).isNotEqualTo(records(FacePipeline.builder()
                        .scorer(model.file(), ModelContract.ediffiqa())
                        .embedder(model.file(), ModelContract.ediffiqa()))
                .get(0)
                .quality());
    }

    private List<FaceRecord> records(FacePipeline.Builder builder) {
        Path picture = TestPictures.write(folder.resolve("picture.png"), TestPictures.png(1));
        List<FaceRecord> faces = new ArrayList<>();
        try (FacePipeline pipeline = builder.crop(Crop.AS_IS).build()) {
            pipeline.process(
                    List.of(ImageSource.of(picture)), FaceWork.recorded(),
                    result -> result.faces().orElseThrow().forEach(face -> faces.add(face.value())));
        }
        return faces;
    }

    @Test
    void refusesModelForSomethingElse() throws IOException {
        FetchedModel model = fetched();
        assertThatThrownBy(() -> model.requiredFor(CatalogueEntry.Use.DETECTION))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a model for detection")
                .hasMessageContaining("one for quality and embedding");
    }
}
