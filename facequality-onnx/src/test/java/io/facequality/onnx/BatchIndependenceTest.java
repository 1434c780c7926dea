package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.testing.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A face gets the same bits whatever it is run with. */
class BatchIndependenceTest {

    private static final int[] BATCH_SIZES = {2, 3, 5, 8, 16};

    @Test
    void givesSameBitsWithEmbeddedModelForEveryBatchSizeAndThread() throws Exception {
        assertIndependent(FacesAndModels.embedded(), FacesAndModels.noise(19, 1));
    }

    @Tag("slow")
    @Test
    void ediffiqaGivesTheSameBitsForEveryBatchSizeAndThread() throws Exception {
        assertIndependent(
                ModelFile.of(FacesAndModels.file("ediffiqa-t-random-with-features.onnx")), FacesAndModels.all());
    }

    private static void assertIndependent(ModelFile file, List<AlignedFace> faces) throws Exception {
        List<ScoredEmbedding> alone = scoreAndEmbed(file, 1, 1, faces);
        for (int batchSize : BATCH_SIZES) {
            assertThat(scoreAndEmbed(file, batchSize, 1, faces)).as("batch of %s", batchSize).isEqualTo(alone);
        }
        assertThat(scoreAndEmbed(file, 8, 2, faces)).as("two threads on one call").isEqualTo(alone);
        List<AlignedFace> reversed = new ArrayList<>(faces);
        Collections.reverse(reversed);
        List<ScoredEmbedding> back = new ArrayList<>(scoreAndEmbed(file, 3, 1, reversed));
        Collections.reverse(back);
        assertThat(back).as("in another order").isEqualTo(alone);
        try (OnnxScoringEmbedder both = open(file, 3, 1)) {
            assertThat(Threads.together(() -> both.scoreAndEmbed(faces))).containsOnly(alone);
        }
    }

    private static List<ScoredEmbedding> scoreAndEmbed(ModelFile file, int batchSize, int threads, List<AlignedFace> faces) {
        try (OnnxScoringEmbedder both = open(file, batchSize, threads)) {
            return both.scoreAndEmbed(faces);
        }
    }

    private static OnnxScoringEmbedder open(ModelFile file, int batchSize, int threads) {
        return OnnxScoringEmbedder.open(
                file,
                ModelContract.ediffiqa(),
                ModelOptions.builder().batchSize(batchSize).threads(threads).build());
    }
}
