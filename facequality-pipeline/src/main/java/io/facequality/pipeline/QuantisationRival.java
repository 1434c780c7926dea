package io.facequality.pipeline;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.QualityScore;
import io.facequality.ScoredEmbedding;
import io.facequality.internal.Interrupts;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxModelDescription;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One of two models that are compared, whatever it gives.
 *
 * @param network what gives the judgements of a few faces
 * @param closing closes it
 */
record QuantisationRival(Function<List<AlignedFace>, Judgements> network, Runnable closing) implements AutoCloseable {

    private static final int ROUNDS = 15;
    private static final int FACES_A_ROUND = 16;

    /**
     * What a model gives for some faces.
     *
     * @param qualities one for each face, or empty
     * @param embeddings one for each face, or empty
     */
    record Judgements(List<Double> qualities, List<Embedding> embeddings) {}

    static QuantisationRival open(ModelFile file, ModelContract contract) {
        OnnxModelDescription description = OnnxModelDescription.read(file);
        ModelOptions options = ModelOptions.defaults();
        boolean scores = description.quality().isPresent();
        boolean embeds = description.embedding().isPresent();
        if (scores && embeds) {
            OnnxScoringEmbedder both = OnnxScoringEmbedder.open(file, contract, options);
            return new QuantisationRival(faces -> judgements(both.scoreAndEmbed(faces)), both::close);
        }
        if (scores) {
            OnnxQualityScorer scorer = OnnxQualityScorer.open(file, contract, options);
            return new QuantisationRival(
                    faces -> new Judgements(
                            scorer.score(faces).stream().map(QualityScore::value).toList(), List.of()),
                    scorer::close);
        }
        if (embeds) {
            OnnxEmbedder embedder = OnnxEmbedder.open(file, contract, options);
            return new QuantisationRival(
                    faces -> new Judgements(List.of(), embedder.embed(faces)), embedder::close);
        }
        throw new ModelException(new Problem(
                "cannot quantize the model", file.name(), "a quality or an embedding for each face to judge it by",
                description.outputs().toString(), "Name a scorer's or an embedder's model."));
    }

    private static Judgements judgements(List<ScoredEmbedding> both) {
        return new Judgements(
                both.stream().map(judgement -> judgement.quality().value()).toList(),
                both.stream().map(ScoredEmbedding::embedding).toList());
    }

    Judgements judge(List<AlignedFace> faces) {
        List<Double> qualities = new ArrayList<>();
        List<Embedding> embeddings = new ArrayList<>();
        for (int from = 0; from < faces.size(); from += FACES_A_ROUND) {
            Interrupts.check();
            Judgements some = network.apply(faces.subList(from, Math.min(faces.size(), from + FACES_A_ROUND)));
            qualities.addAll(some.qualities());
            embeddings.addAll(some.embeddings());
        }
        return new Judgements(qualities, embeddings);
    }

    /** The median of several rounds in turn, which holds when the machine's speed drifts; both ran before. */
    static double timesAsFast(QuantisationRival first, QuantisationRival second, List<AlignedFace> faces) {
        List<AlignedFace> some = faces.subList(0, Math.min(faces.size(), FACES_A_ROUND));
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
