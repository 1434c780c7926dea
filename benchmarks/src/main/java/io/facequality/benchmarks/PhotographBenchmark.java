package io.facequality.benchmarks;

import io.facequality.QualityScore;
import io.facequality.pipeline.FacePipeline;
import java.util.Optional;
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

/** From a JPEG's bytes to the score of its main face, by the default pipeline. With {@code -t 2}: on two threads at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class PhotographBenchmark {

    /** The photograph of 4000 x 3000 pixels is the small one, enlarged, with the noise of a sensor. */
    @Param({"250 x 250", "4000 x 3000"})
    public String size;

    private FacePipeline pipeline;
    private byte[] jpeg;

    /** Opens the pipeline and makes the photograph. */
    @Setup
    public void open() {
        String[] sides = size.split(" x ");
        jpeg = EnlargedPhotograph.jpeg(
                Samples.photograph(), Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), 1);
        pipeline = FacePipeline.open();
        pipeline.score(jpeg).orElseThrow();
    }

    /** Closes it. */
    @TearDown
    public void close() {
        pipeline.close();
    }

    @Benchmark
    public Optional<QualityScore> score() {
        return pipeline.score(jpeg);
    }
}
