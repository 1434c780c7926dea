package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.QualityScore;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.internal.Interrupts;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.internal.OnnxModelDescription;
import io.facequality.pipeline.internal.PipelineModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * One of two models that are compared, whatever it gives. A diffusion's UNet gives neither quality nor embedding. It is
 * compared by its own share of the score: how alike the built-in embedder finds a face and what the UNet restored of it
 * in one step. The whole score would not do: most of it is of the noise and the mirror image.
 *
 * @param network gives the results of a few faces
 * @param closing closes it
 */
record ComparedModel(Function<List<AlignedFace>, Results> network, Runnable closing) implements AutoCloseable {

    private static final int ROUNDS = 15;
    private static final int FACES_PER_ROUND = 16;
    private static final int INPUTS_OF_A_DENOISER = 2;

    /**
     * What a model gives for some faces.
     *
     * @param qualities one for each face, or empty
     * @param embeddings one for each face, or empty
     */
    record Results(List<Double> qualities, List<Embedding> embeddings) {}

    static ComparedModel open(ModelFile file, ModelContract contract) {
        OnnxModelDescription description = OnnxModelDescription.read(file);
        ModelOptions options = ModelOptions.defaults();
        boolean scores = description.quality().isPresent();
        boolean embeds = description.embedding().isPresent();
        if (scores && embeds) {
            OnnxScoringEmbedder both = OnnxScoringEmbedder.open(file, contract, options);
            return new ComparedModel(faces -> results(both.scoreAndEmbed(faces)), both::close);
        }
        if (scores) {
            OnnxQualityScorer scorer = OnnxQualityScorer.open(file, contract, options);
            return new ComparedModel(
                    faces -> new Results(
                            scorer.score(faces).stream().map(QualityScore::value).toList(), List.of()),
                    scorer::close);
        }
        if (embeds) {
            OnnxEmbedder embedder = OnnxEmbedder.open(file, contract, options);
            return new ComparedModel(
                    faces -> new Results(List.of(), embedder.embed(faces)), embedder::close);
        }
        if (description.inputs().size() == INPUTS_OF_A_DENOISER) {
            DiffusionQualityScorer scorer = DiffusionQualityScorer.open(
                    file,
                    PipelineModels.embedded(EmbeddedModel.QUALITY_AND_EMBEDDING),
                    ModelContract.ediffiqa(),
                    options,
                    DiffusionOptions.builder().repeats(1).steps(StepPlan.ofCalls(1)).build());
            return new ComparedModel(
                    faces -> new Results(
                            scorer.explain(faces).stream()
                                    .map(score -> score.orElseThrow().similarities().restored())
                                    .toList(),
                            List.of()),
                    scorer::close);
        }
        throw new ModelException(new Problem(
                "cannot compare the model", file.name(), "a quality or an embedding for each face to compare it by",
                description.outputs().toString(), "Name a scorer's, an embedder's or a diffusion's model."));
    }

    private static Results results(List<ScoredEmbedding> both) {
        return new Results(
                both.stream().map(face -> face.quality().value()).toList(),
                both.stream().map(ScoredEmbedding::embedding).toList());
    }

    /** Scores and embeds faces, a few at a time; each time it tells how many are done. */
    Results results(List<AlignedFace> faces, IntConsumer done) {
        List<Double> qualities = new ArrayList<>();
        List<Embedding> embeddings = new ArrayList<>();
        for (int from = 0; from < faces.size(); from += FACES_PER_ROUND) {
            Interrupts.check();
            Results some = network.apply(faces.subList(from, Math.min(faces.size(), from + FACES_PER_ROUND)));
            qualities.addAll(some.qualities());
            embeddings.addAll(some.embeddings());
            done.accept(Math.min(faces.size(), from + FACES_PER_ROUND));
        }
        return new Results(qualities, embeddings);
    }

    /** The median of several rounds in turn, which holds when the machine's speed drifts; both ran before. */
    static double timesAsFast(ComparedModel first, ComparedModel second, List<AlignedFace> faces) {
        List<AlignedFace> some = faces.subList(0, Math.min(faces.size(), FACES_PER_ROUND));
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Interrupts.check();
            ratios[round] = (double) second.nanoseconds(some) / first.nanoseconds(some);
        }
        Arrays.sort(ratios);
        return ratios[ROUNDS / 2];
    }

    private long nanoseconds(List<AlignedFace> faces) {
        long start = System.nanoTime();
        network.apply(faces);
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        closing.run();
    }
}
