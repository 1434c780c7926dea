package io.facequality.examples;

import io.facequality.AlignedFace;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import java.nio.file.Path;
import java.util.List;

/** Scores by diffusion, and shows the parts of a score. */
public final class ScoreByDiffusion {

    private ScoreByDiffusion() {}

    /**
     * Prints the score of a face, its error and its parts.
     *
     * @param unet the UNet of the diffusion
     * @param embedder an embedder with the channel order blue, green, red
     * @param face the face
     */
    public static void explain(Path unet, Path embedder, AlignedFace face) {
        DiffusionOptions options = DiffusionOptions.builder().targetError(0.0003).build();
        try (DiffusionQualityScorer scorer = DiffusionQualityScorer.open(
                ModelFile.of(unet),
                ModelFile.of(embedder),
                ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR),
                ModelOptions.defaults(),
                options)) {
            DiffusionScore score = scorer.explain(List.of(face)).get(0).orElseThrow();
            System.out.printf("score %.4f, standard error %.4f, %d repeats, %d passes of the UNet%n",
                    score.quality().value(), score.standardError().orElseThrow(),
                    score.repeats().size(), score.denoiserPasses());
            System.out.printf("noise %.4f, restoration %.4f, pose %.4f%n",
                    score.similarities().noisy(), score.similarities().restored(), score.similarities().mirrored());
        }
    }
}
