package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.onnx.TinyOnnx;
import io.facequality.onnx.internal.graph.ModelBytes;
import io.facequality.onnx.internal.graph.RewrittenModel;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are rewritten when they are opened, say so, and open as they are where that is not possible. */
class RewrittenSessionTest {

    private static final ModelOptions AS_IT_IS =
            ModelOptions.builder().withoutRewrites().build();

    @Test
    void ediffiqaIsRewrittenWithoutBeingAsked() {
        try (OnnxScoringEmbedder both = OnnxScoringEmbedder.open(ediffiqa())) {
            assertThat(both.rewrites()).contains("prelu-as-relu x33");
        }
    }

    @Test
    void runsModelAsItIsWithoutRewrites() {
        try (OnnxQualityScorer scorer =
                OnnxQualityScorer.open(ModelFile.of(ediffiqa()), ModelContract.ediffiqa(), AS_IT_IS)) {
            assertThat(scorer.rewrites()).isEmpty();
        }
    }

    @Test
    void leavesFileAndIdentityUnchanged(@TempDir Path folder) throws IOException {
        Path copy = Files.copy(ediffiqa(), folder.resolve("copy.onnx"));
        try (OnnxEmbedder embedder = OnnxEmbedder.open(copy);
                OnnxEmbedder asItIs =
                        OnnxEmbedder.open(ModelFile.of(copy), ModelContract.ediffiqa(), AS_IT_IS)) {
            assertThat(embedder.rewrites()).isNotEmpty();
            assertThat(embedder.model()).isEqualTo(asItIs.model());
        }
        assertThat(Files.mismatch(copy, ediffiqa())).isEqualTo(-1);
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("copy.onnx"));
    }

    @Test
    void givesSameResultsFromMemoryAndFromDisk() throws IOException {
        List<AlignedFace> faces = FacesAndModels.noise(5, 3);
        ModelFile memory = ModelFile.of("ediffiqa-t-random-with-features", "", Files.readAllBytes(ediffiqa()));
        try (OnnxScoringEmbedder onDisk = OnnxScoringEmbedder.open(ediffiqa());
                OnnxScoringEmbedder inMemory =
                        OnnxScoringEmbedder.open(memory, ModelContract.ediffiqa(), ModelOptions.defaults())) {
            List<ScoredEmbedding> expected = onDisk.scoreAndEmbed(faces);
            assertThat(inMemory.scoreAndEmbed(faces)).isEqualTo(expected);
            assertThat(inMemory.rewrites()).isEqualTo(onDisk.rewrites());
        }
    }

    @Test
    void opensModelAsItIsWhenRuntimeRefusesRewrite() {
        RewrittenSession.Rewriting broken =
                file -> RewrittenModel.of(ModelBytes.of(TinyOnnx.broken().bytes()));
        List<String> warnings = warningsOf(() -> {
            try (OnnxModel model = SessionOpening.open(ModelFile.of(ediffiqa()), ModelOptions.defaults(), broken)) {
                assertThat(model.rewrites()).isEmpty();
                assertThat(model.description().quality()).isPresent();
            }
        });
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("ediffiqa-t-random-with-features", "prelu-as-leaky-relu x1", "run as it is");
    }

    @Test
    void opensModelAsItIsWhenNoRewriteUnderstandsIt() {
        RewrittenSession.Rewriting lost = file -> {
            throw new IllegalArgumentException("no such thing");
        };
        List<String> warnings = warningsOf(() -> {
            try (OnnxModel model = SessionOpening.open(ModelFile.of(ediffiqa()), ModelOptions.defaults(), lost)) {
                assertThat(model.rewrites()).isEmpty();
            }
        });
        assertThat(warnings).singleElement().asString().contains("ediffiqa-t-random-with-features", "as it is");
    }

    @Test
    void rejectsBrokenModel() {
        assertThatThrownBy(() -> OnnxModel.open(TinyOnnx.broken().file(), ModelOptions.defaults()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("a whole ONNX model");
    }

    private static Path ediffiqa() {
        return SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx");
    }

    private static List<String> warningsOf(Runnable work) {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(new SimpleFormatter().formatMessage(entry));
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing to close.
            }
        };
        Logger logger = Logger.getLogger(RewrittenSession.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return messages;
    }
}
