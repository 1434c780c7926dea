package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.QualityScore;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From aligned faces to scores and embeddings; eight faces per operation. Another model is measured with {@code -p model=FILE}, more
 * callers with {@code -t N}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelBenchmark {

    private static final int FACES = 8;

    /** The model's file; empty for the embedded one. */
    @Param("")
    public String model;

    /** How many faces go through the model at once. */
    @Param({"1", "4", "8"})
    public int batch;

    private OnnxScoringEmbedder network;
    private List<AlignedFace> faces;

    /** Opens what is measured. */
    @Setup
    public void open() {
        ModelOptions options = ModelOptions.builder().batchSize(batch).build();
        network = OnnxScoringEmbedder.open(Samples.model(model), ModelContract.ediffiqa(), options);
        faces = Collections.nCopies(FACES, Samples.face());
    }

    /** Closes it. */
    @TearDown
    public void close() {
        network.close();
    }

    @Benchmark
    public List<QualityScore> score() {
        return network.score(faces);
    }

    @Benchmark
    public List<Embedding> embed() {
        return network.embed(faces);
    }

    @Benchmark
    public List<ScoredEmbedding> scoreAndEmbed() {
        return network.scoreAndEmbed(faces);
    }
}
